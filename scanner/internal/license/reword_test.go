package license

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestNamesInAnotherOrderAreFound(t *testing.T) {
	requireFound(t, map[string]string{
		"This module is licensed under version 2.0 of the Artistic License.\n":                                                                                                                                                                                                          "Artistic-2.0",
		"This source file is subject to version 3.01 of the PHP license. If you did not receive a copy of the PHP license, please write.\n":                                                                                                                                             "PHP-3.01",
		"This work may be distributed and/or modified under the conditions of the LaTeX Project Public License, either version 1.3c of this license or (at your option) any later version.\n":                                                                                           "LPPL-1.3c+",
		"This library is free software; you can redistribute it under the terms of the GNU Lesser General Public License as published by the Free Software Foundation, with the special linking exception; either version 2.1 of the License, or (at your option) any later version.\n": "LGPL-2.1-or-later WITH LicenseRef-linking-exception",
		"# Licensed under the EUPL-1.2 or later\n":                               "EUPL-1.2+",
		"It is available under the Apache License 2.0 and/or the MIT License.\n": "Apache-2.0 OR MIT",
	})
}

func TestAListNamesItsLicensesShort(t *testing.T) {
	requireFound(t, map[string]string{
		"Licensed under MIT and Apache 2.0.\n":                                                            "Apache-2.0 AND MIT",
		"This file is dual licensed under MIT and Apache.\n":                                              "Apache-2.0 OR MIT",
		"It is released under Apache 2.0, MIT, and BSD-3-Clause.\n":                                       "Apache-2.0 AND BSD-3-Clause AND MIT",
		"This file is dual licensed under the MIT and the University of Illinois Open Source Licenses.\n": "MIT OR NCSA",
		"It is triple-licensed under GPLv2 (see below), MIT, and BSD three-clause licenses.\n":            "BSD-3-Clause OR GPL-2.0-only OR MIT",
		"It is distributed under Expat, ISC, Apache License 2.0, BSD2, and BSD3.\n":                       "Apache-2.0 AND BSD-2-Clause AND BSD-3-Clause AND ISC AND MIT",
		"Licensed under the Apache License 2.0, MIT Press edition.\n":                                     "Apache-2.0",
		"It is licensed for all. The BSD, MIT and UoI/NCSA licenses do not say so.\n":                     "",
	})
}

// Headers of well-known products, each in the words that all files of it have.
func TestHeadersThatTellMoreThanOneLicense(t *testing.T) {
	requireFound(t, map[string]string{
		// EPL-2.0, exhibit A
		`This program and the accompanying materials are made available under the
terms of the Eclipse Public License v. 2.0, which is available at
http://www.eclipse.org/legal/epl-2.0.

This Source Code may also be made available under the following Secondary
Licenses when the conditions for such availability set forth in the
Eclipse Public License v. 2.0 are satisfied: GNU General Public License,
version 2 with the GNU Classpath Exception, which is available at
https://www.gnu.org/software/classpath/license.html.
`: "EPL-2.0 OR GPL-2.0-only WITH Classpath-exception-2.0",
		// Elasticsearch
		`Licensed under the "Elastic License 2.0", the "GNU Affero General Public License v3.0 only", and the
"Server Side Public License v 1"; you may not use this file except in compliance with, at your
election, the "Elastic License 2.0", the "GNU Affero General Public License v3.0 only", or the
"Server Side Public License, v 1".
`: "AGPL-3.0-only OR Elastic-2.0 OR SSPL-1.0",
		// CockroachDB: what it becomes is no license yet
		`Use of this software is governed by the Business Source License
included in the file licenses/BSL.txt.

As of the Change Date specified in that file, in accordance with
the Business Source License, use of this software will be governed
by the Apache License, Version 2.0, included in the file
licenses/APL.txt.
`: "BUSL-1.1",
	})
}

func TestHeadersWithWhatEveryFileRepeatsAreUnderstoodWhole(t *testing.T) {
	r := recognizer(t)
	for text, want := range map[string]string{
		`***** BEGIN LICENSE BLOCK *****
Version: MPL 1.1/GPL 2.0/LGPL 2.1

The contents of this file are subject to the Mozilla Public License Version
1.1 (the "License"); you may not use this file except in compliance with
the License. You may obtain a copy of the License at
http://www.mozilla.org/MPL/

Alternatively, the contents of this file may be used under the terms of
either the GNU General Public License Version 2 or later (the "GPL"), or
the GNU Lesser General Public License Version 2.1 or later (the "LGPL"),
in which case the provisions of the GPL or the LGPL are applicable instead
of those above. If you wish to allow use of your version of this file only
under the terms of either the GPL or the LGPL, and not to allow others to
use your version of this file under the terms of the MPL, indicate your
decision by deleting the provisions above and replace them with the notice
and other provisions required by the GPL or the LGPL. If you do not delete
the provisions above, a recipient may use your version of this file under
the terms of any one of the MPL, the GPL or the LGPL.

***** END LICENSE BLOCK *****
`: "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1",
		`Licensed under the Apache License, Version 2.0 <LICENSE-APACHE> or the MIT license <LICENSE-MIT>,
at your option. This file may not be copied, modified, or distributed
except according to those terms.
`: "Apache-2.0 OR MIT",
		`This file and its contents are supplied under the terms of the
Common Development and Distribution License ("CDDL"), version 1.0.
You may only use this file in accordance with the terms of version
1.0 of the CDDL.
`: "CDDL-1.0",
		`Copyright Elasticsearch B.V. and/or licensed to Elasticsearch B.V. under one
or more contributor license agreements. Licensed under the Elastic License 2.0.
`: "Elastic-2.0",
	} {
		assert.Equal(t, want, r.Text([]byte(text)).Expression.String(), text)
	}
}

func TestFieldsOfManifestsAreRead(t *testing.T) {
	requireFound(t, map[string]string{
		" * Author:          Foo\n * License:              GPL v2 or later\n * License URI:          https://www.gnu.org/licenses/gpl-2.0.html\n": "GPL-2.0-or-later",
		" * @copyright Foo\n * @license    http://opensource.org/licenses/gpl-2.0.php GPL v2 or later\n":                                          "GPL-2.0-or-later",
		"Classifier: License :: OSI Approved :: MIT License\n":                                                                                    "MIT",
		"LABEL org.opencontainers.image.licenses=\"LGPL-3.0-only\"\n":                                                                             "LGPL-3.0-only",
		"  s.license = 'MIT'\n":                                                           "MIT",
		"<project_license>Vim</project_license>\n":                                        "Vim",
		"<license type=\"expression\">MIT</license>\n":                                    "MIT",
		"// Licence:     wxWindows Licence\n":                                             "LGPL-2.0-or-later WITH WxWindows-exception-3.1",
		"# License:: Ruby's license (see the LICENSE file) or GNU GPL, at your option.\n": "GPL-1.0-or-later OR Ruby",
	})
}

func TestShortStatementsOfWellKnownProjectsAreRead(t *testing.T) {
	requireFound(t, map[string]string{
		"[![License](https://img.shields.io/badge/License-Apache%202.0-blue.svg)](LICENSE)\n": "Apache-2.0",
		"![License](https://img.shields.io/badge/license-MIT-green)\n":                        "MIT",
		"This example is released using the Apache 2 license.\n":                              "Apache-2.0",
		"You may distribute this module under the same terms as perl itself.\n":               "Artistic-1.0-Perl OR GPL-1.0-or-later",
		"This documentation is licensed under the CC BY-SA 2.0 UK License.\n":                 "CC-BY-SA-2.0-UK",
		"Foo is distributed under the Boost Software License.\n":                              "BSL-1.0",
		"The bundled font is licensed under the SIL Open Font License.\n":                     "OFL-1.1",
		"The documentation is released under `CC BY 4.0 <Doc-License.html>`_.\n":              "CC-BY-4.0",
		"All code is CC0.\n": "CC0-1.0",
		"This software is dual-licensed under:\n\n- the Lesser General Public License (LGPL) version 3.0;\n- the Apache Software License (ASL) version 2.0.\n": "Apache-2.0 OR LGPL-3.0-only",
		"It may be distributed under the terms of the GNU Lesser General Public License, either version 2 or 3.\n":                                             "LGPL-2.0-only OR LGPL-3.0-only",
		"You may choose this file to be licensed under the terms of the GNU General Public License (GPL) Version 2, or the OpenIB.org BSD license.\n":          "GPL-2.0-only OR Linux-OpenIB",
	})
}

// The header of GlassFish, Jersey and others of Oracle's.
func TestOraclesHeaderOfTwoLicensesIsUnderstoodWhole(t *testing.T) {
	const header = `The contents of this file are subject to the terms of either the GNU
General Public License Version 2 only ("GPL") or the Common Development
and Distribution License("CDDL") (collectively, the "License").  You
may not use this file except in compliance with the License.  You can
obtain a copy of the License at
https://oss.oracle.com/licenses/CDDL+GPL-1.1
or LICENSE.txt.  See the License for the specific
language governing permissions and limitations under the License.

When distributing the software, include this License Header Notice in each
file and include the License file at LICENSE.txt.

GPL Classpath Exception:
Oracle designates this particular file as subject to the "Classpath"
exception as provided by Oracle in the GPL Version 2 section of the License
file that accompanied this code.

Modifications:
If applicable, add the following below the License Header, with the fields
enclosed by brackets [] replaced by your own identifying information:
"Portions Copyright [year] [name of copyright owner]"
`
	e := recognizer(t).Text([]byte(header)).Expression
	assert.Equal(t, "CDDL-1.1 OR GPL-2.0-only WITH Classpath-exception-2.0", e.String())
}

// The licenses below an offer of families say which of them can be chosen, as in Linux's zram.
func TestAnOfferOfFamiliesIsOfTheVersionsNamedBelow(t *testing.T) {
	requireFound(t, map[string]string{
		`This code is released using a dual license strategy: BSD/GPL
You can choose the license that better fits your requirements.

Released under the terms of 3-clause BSD License
Released under the terms of GNU General Public License Version 2.0
`: "BSD-3-Clause OR GPL-2.0-only",
	})
}

// The headers of Qt 4 and 5.
func TestQtsHeaderMakesItsException(t *testing.T) {
	const header = `GNU Lesser General Public License Usage
Alternatively, this file may be used under the terms of the GNU Lesser
General Public License version 2.1 or version 3 as published by the Free
Software Foundation and appearing in the file LICENSE.LGPLv21 and
LICENSE.LGPLv3 included in the packaging of this file.

As a special exception, The Qt Company gives you certain additional
rights. These rights are described in The Qt Company LGPL Exception
version 1.1, included in the file LGPL_EXCEPTION.txt in this package.
`
	e := recognizer(t).Text([]byte(header)).Expression
	assert.Equal(t, "LGPL-2.1-only WITH Qt-LGPL-exception-1.1 OR LGPL-3.0-only WITH Qt-LGPL-exception-1.1", e.String())
	digia := strings.NewReplacer("The Qt Company LGPL", "the Digia Qt LGPL", "The Qt Company", "Digia").Replace(header)
	e = recognizer(t).Text([]byte(digia)).Expression
	assert.NotContains(t, e.String(), "Qt-LGPL-exception-1.1", "Digia's has other terms")
}

// The header of Qt 5.15, as qstatemachine.h of Debian's qtbase5-dev 5.15.8 has it: those who have
// bought Qt have their own terms, everybody else has a choice.
const qtHeader = `/*
** $QT_BEGIN_LICENSE:LGPL$
** Commercial License Usage
** Licensees holding valid commercial Qt licenses may use this file in
** accordance with the commercial license agreement provided with the
** Software or, alternatively, in accordance with the terms contained in
** a written agreement between you and The Qt Company. For licensing terms
** and conditions see https://www.qt.io/terms-conditions. For further
** information use the contact form at https://www.qt.io/contact-us.
**
** GNU Lesser General Public License Usage
** Alternatively, this file may be used under the terms of the GNU Lesser
** General Public License version 3 as published by the Free Software
** Foundation and appearing in the file LICENSE.LGPL3 included in the
** packaging of this file. Please review the following information to
** ensure the GNU Lesser General Public License version 3 requirements
** will be met: https://www.gnu.org/licenses/lgpl-3.0.html.
**
** GNU General Public License Usage
** Alternatively, this file may be used under the terms of the GNU
** General Public License version 2.0 or (at your option) the GNU General
** Public license version 3 or any later version approved by the KDE Free
** Qt Foundation. The licenses are as published by the Free Software
** Foundation and appearing in the file LICENSE.GPL2 and LICENSE.GPL3
** included in the packaging of this file. Please review the following
** information to ensure the GNU General Public License requirements will
** be met: https://www.gnu.org/licenses/gpl-2.0.html and
** https://www.gnu.org/licenses/gpl-3.0.html.
**
** $QT_END_LICENSE$
*/
`

func TestQtsHeaderIsAChoiceOfWhatEverybodyHas(t *testing.T) {
	r := recognizer(t)
	res := r.Text([]byte(qtHeader))
	assert.Equal(t, "GPL-2.0-only OR GPL-3.0-only OR LGPL-3.0-only OR LicenseRef-KDE-Accepted-GPL", res.Expression.String())

	sold, _, _ := strings.Cut(qtHeader, "** GNU Lesser")
	res = r.Text([]byte(sold + "*/\n"))
	assert.Contains(t, res.Expression.String(), "LicenseRef-unrecognized", "for those alone who have bought it")
	assert.NotEmpty(t, res.Restricts)

	for _, said := range []string{
		strings.Replace(qtHeader, "Commercial License Usage", "Not for commercial use:", 1),
		strings.Replace(qtHeader, "The Qt Company. For", "The Qt Company, and nobody else may use it. For", 1),
	} {
		assert.Contains(t, r.Text([]byte(said)).Expression.String(), "LicenseRef-unrecognized", said)
	}
}
