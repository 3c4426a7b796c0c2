package license

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// Statements as CKEditor 5, TinyMCE 8, iText, MuPDF and others make them.
func TestALicenseThatIsSoldBesideTakesNothingFromOneThatAsksForTheSource(t *testing.T) {
	r := recognizer(t)
	for text, want := range map[string]string{
		"Licensed under a dual-license model, this software is available under:\n\n* the [GNU General Public License Version 2 or later](https://www.gnu.org/licenses/gpl.html),\n* or commercial license terms from CKSource Holding sp. z o.o.\n\nFor more information, see: https://ckeditor.com/legal\n\nIf you are using CKEditor under commercial terms, you are free to remove the COPYING.GPL file with the full copy of a GPL license.\n":             "GPL-2.0-or-later",
		"SOFTWARE TERMS & CONDITIONS OF USE\n\nLicensed under, and subject to the restrictions of:\n1. The terms of [GNU General Public License Version 2 or later](http://www.gnu.org/licenses/gpl.html); or\n2. The Tiny Technologies, Inc Software Terms & Conditions of Use presented at <https://about.tiny.cloud/legal/>, unless you have signed a negotiated commercial license agreement with us in which case your use is governed by those terms.\n": "GPL-2.0-or-later",
		"# License\n\nAcme is dual licensed:\n\n- [AGPL-3.0](https://www.gnu.org/licenses/agpl-3.0.html), or\n- [Acme Commercial License](https://acme.com/license)\n": "AGPL-3.0-only",
		"This project is dual-licensed under AGPL-3.0 and NocoBase Commercial License.\nFor more information, please refer to: https://www.nocobase.com/agreement.\n":  "AGPL-3.0-only",
		"This program is offered under a commercial and under the AGPL license.\nFor commercial licensing, contact us at https://itextpdf.com/sales. For AGPL licensing, see below.\n\nAGPL licensing:\nThis program is free software: you can redistribute it and/or modify it under the terms of the GNU Affero General Public License as published by the Free Software Foundation, either version 3 of the License, or (at your option) any later version.\n":                               "AGPL-3.0-or-later",
		"MuPDF is free software: you can redistribute it and/or modify it under the terms of the GNU Affero General Public License as published by the Free Software Foundation, either version 3 of the License, or (at your option) any later version.\n\nAlternative licensing terms are available from the licensor.\nFor commercial licensing, see <https://www.artifex.com/> or contact Artifex Software, Inc., 39 Mesa Street, San Francisco, CA 94129, USA, for further information.\n": "AGPL-3.0-or-later",
		"Licensed under the GNU General Public License v3.0. Commercial licensing options are available at https://acme.com.\n":                                    "GPL-3.0-only",
		"Licensed under the GNU General Public License v3.0. A commercial license is available for those who cannot comply with the GPL.\n":                        "GPL-3.0-only",
		"This library is available under the GPLv3 or a commercial license from Acme Inc.\n":                                                                       "GPL-3.0-only",
		"Licensed under the GPL-2.0-or-later. If you do not want to be bound by the GPL terms, you can purchase a commercial license at https://acme.com.\n":       "GPL-2.0-or-later",
		"This file is under the GNU General Public License version 2. Alternatively, this file may be used under the terms of a commercial license of Acme Ltd.\n": "GPL-2.0-only",
		"Licensed under the AGPL-3.0. We also sell commercial licenses.\n":                                                                                         "AGPL-3.0-only",
		"Licensed under the AGPL-3.0. If you need a different license, contact us.\n":                                                                              "AGPL-3.0-only",
		"Licensed under the AGPL-3.0. Commercial licensing is also available; please write to sales@acme.example.\n":                                               "AGPL-3.0-only",
		"Licensed under the AGPL-3.0. You can be released from the requirements of the license by purchasing a commercial license.\n":                              "AGPL-3.0-only",
	} {
		assert.Equal(t, want, r.Text([]byte(text)).Expression.String(), text)
	}
}

func TestALicenseThatIsSoldRestrictsWhereItIsSaidToWhom(t *testing.T) {
	r := recognizer(t)
	mit := string(read(t, "testdata/MIT.txt"))
	for _, text := range []string{
		mit + "\nA commercial license is available at https://acme.com.\n",
		"This library is available under the MIT License or a commercial license from Acme Inc.\n",
		"Acme is dual licensed:\n\n- MIT License, or\n- Acme Commercial License\n",
		"Acme is dual licensed:\n\n- AGPL-3.0 for non-commercial use, or\n- Acme Commercial License\n",
		"Acme is dual licensed:\n\n- AGPL-3.0, or\n- Acme Commercial License for companies\n",
		"Acme is licensed under:\n\n- AGPL-3.0\n- Acme Commercial License\n",
		"Licensed under one of the following licenses:\n\n- GPL-3.0\n- Commercial license for companies with more than 10 employees\n",
		"This library is available under the GPLv3 for personal use, or a commercial license from Acme Inc.\n",
		"This library is available under the GPLv3 and a commercial license is required in production.\n",
		"Licensed under the GNU General Public License v3.0. A commercial license is available for commercial use.\n",
		"Licensed under the GNU General Public License v3.0. Commercial licenses are available, which companies must buy.\n",
		"Licensed under the GNU General Public License v3.0. If you do not want to publish your source, you must buy a commercial license.\n",
		"Licensed under the GNU General Public License v3.0. For commercial licensing, contact us; businesses need one.\n",
		"Licensed under the Server Side Public License v1. A commercial license is available for those who cannot comply.\n\nAcme may not be sold.\n",
		"Licensed under the AGPL-3.0. A commercial license is available for agencies, who may not use the free edition.\n",
		"Licensed under the AGPL-3.0. A commercial license is available, without which you may not sell the software.\n",
		"Licensed under the AGPL-3.0. If you do not want to display the \"Powered by\" link, you can purchase a commercial license.\n",
		"Licensed under the AGPL-3.0. A commercial license is available for teams with ten or more developers.\n",
		"Available under the AGPL-3.0 for up to 5 users or a commercial license from Acme.\n",
		"Available under the GPLv3 on a single domain, or a commercial license from Acme.\n",
		"This library is available under the GPLv3 and resellers need a commercial license.\n",
		"Acme is dual licensed:\n\n- AGPL-3.0, or\n- Acme Commercial License for agencies and SaaS vendors\n",
		"Acme is dual licensed:\n\n- AGPL-3.0\n- You may not sell it or host it as a service\n",
		"Acme is dual licensed:\n\n- AGPL-3.0\n- you have to pay 5 EUR a month\n",
		"Acme core is licensed under the MIT license.\n\nThe fonts are licensed under the GPL-3.0.\n\nCommercial licenses are available at https://acme.com.\n",
	} {
		e := r.Text([]byte(text)).Expression
		assert.False(t, e.Recognized(), "%s: %s", text, e)
	}
}
