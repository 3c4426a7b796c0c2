package license

// repeated are sentences that files have word for word, as many take them over or as one that all
// systems have says it, and that are no terms.
var repeated = gated(
	`if not`, `^\W*if not,? see <https?://\S+\W*$`, // behind a notice of the GNU licenses
	`copyright holders of new code`, `^\W*copyright holders of new code should use this licen[sc]e statement where possible(, and insert their name to this list)?\W*$`,
	`enjoyment of the|particular purposes or needs`, `^\W*there is no warranty (against interference with your enjoyment of the (library|software) or against infringement|that our efforts or the (library|software) will fulfill any of your particular purposes or needs)\W*$`,
	`set of individuals`, `^\W*for the purposes of this copyright and licen[sc]e, \W?[\w -]{2,40}\W? is defined as the following set of individuals\W*$`,
	`node_modules and vendor`, `^\W*files located in the node_modules and vendor directories are externally maintained libraries used by this software which have their own licen[sc]es; we recommend you read them, as their terms may differ from the terms above\W*$`,
	`license follows|licence follows`, `^\W*node\W?s licen[sc]e follows, also included at the header of \S+ which contains the licen[sc]ed code:\W*$`,
	`questions regarding`, `^\W*address all questions regarding this licen[sc]e to:\W*$`,
	`all packages under`, `^\W*all packages under \S+ are licen[sc]ed according to the terms in their respective \S+( or \S+)? files\W*$`,
	`copying.`, `^\W*copying\.[\w.]+: gnu (lesser )?general public licen[sc]e version [\d.]+\W*$`,
	`either of these two`, `^\W*this means that you can redistribute this (manual|document|file) under either of these two licen[sc]es, at your choice\W*$`,
	`extra directory`, `^\W*the extra directory may contain public domain files, and files that are under various free software licen[sc]es\W*$`,
	`permission`, `^[^;]{0,80}\b(?:incorporates?|includes?|contains?) (?:work|code|material|parts) (?:\w+ ){1,8}with (?:their|his|her|its) (?:express |kind )?permission\W*$`,
	`applies to `, `^\W*the [\w .-]{2,40} licen[sc]e (?:above|below) applies to (?:all )?(?:of )?(?:the )?(?:code|source code|files|contents?) (?:in|of) this (?:package|repository|project)\W*$`,
	`of the above`, `^\W*you (can|may) (select|choose|elect|use),? (at your option,? )?(one|either|any) of the above[- ](listed |mentioned )?licen[sc]es\W*$`,
	`except those files`, `^\W*this licen[sc]e applies to all parts of [\w.-]+ except those files either explicitly including or referencing a different licen[sc]e or located in a directory containing a different licen[sc]e file\W*$`,
	`subcomponents`, `^\W*[\w .-]{2,60} (contains|includes) ([\w/]+ ){0,3}subcomponents( too)? with separate copyright notices and licen[sc]e terms\W*$`, // which follow
	`commercial terms`, `^\W*if you are using [\w ]{2,30} under commercial terms, you are free to remove the [\w.]+ file with the full copy of a gpl licen[sc]e\W*$`,
	`pre-2007`, `^\W*this is the pre-2007 version of the isc licen[sc]e\W*$`,
	`this includes`, `^\W*this includes,? but is not limited to,? (the )?(implied )?warranties of merchantability or fitness for a particular purpose\W*$`,
	`of these trademarks`, `^\W*no commercial use of these trademarks may be made without prior written permission of mit\W*$`,
	`under the same terms as`, `^\W*this is free software; you can redistribute and use it under the same terms as [\w.-]+ itself\W*$`,
	`contributor licen`, `^[^;]{0,120}\bcode contributions\b[^;]{0,80} governed by the redis software grant and contributor licen[sc]e agreement\W*$`,
	`does not apply to this file`, `^\W*the \W?license\.terms\W? file does not apply to this file\W*$`,
	`agreed upon by most contributors`, `^\W*the following is the (mit licen[sc]e|\W?standard copyright\W?),? agreed upon by most contributors(, and is currently the canonical licen[sc]e preferred by the x\.org foundation)?\W*$`,
	`verbatim copies of this license document`, `^\W*everyone is permitted to copy and distribute verbatim copies of this license document, but changing it is not allowed\W*$`,
	`copied from|taken from`, `^\W*this licen[sc]e was (copied|taken) from (the upstream )?\S+ repository, \S+( at [\w ,:+-]+)?\W*$`,
	`not subject to any license of`, `^\W*this software is not subject to any license of (the )?(american telephone and telegraph company( or of the regents of the university of california)?|silicon graphics,? inc\.? or purdue university|f5 networks)\W*$`,
	`info-zip license`, `^\W*this is version [\w-]+ of the info-zip license\W*$`,
	`definitive version of this document`, `^\W*the definitive version of this document should be available at \S+ indefinitely( and a copy at \S+)?\W*$`,
	`contemplating export`, `^\W*it is the responsibility of (any|the) person or (organi[sz]ation|entity) contemplating export to (obtain such a licen[sc]e before exporting|comply with all applicable export laws and regulations, including obtaining any required licen[sc]e from the u\.?s\.? government)\W*$`,
	`export of this software`, `^\W*export of this software from the united states of america may require a specific licen[sc]e from the united states government\W*$`,
	`views and opinions`, `^\W*the views and opinions of authors expressed herein do not necessarily state or reflect those of [^;]{2,160}, and shall not be used for advertising or product \W*endorsement purposes\W*$`,
	`previous sentence`, `^\W*if you find public domain legally problematic, take the previous sentence as a licen[sc]e grant\W*$`,
	`derivative works derived`, `^\W*documents produced by doxygen are derivative works derived from the input used in their production; they are not affected by this licen[sc]e\W*$`,
	`all python licenses`, `^\W*(\(1\) )?all python licenses, unlike the gpl, let you distribute a modified version without making your changes open source\W*$`,
	`gpl-compatible licenses`, `^\W*the gpl-compatible licenses make it possible to combine python with other software that is released under the gpl; the others don.?t\W*$`,
	`choice of law clause`, `^\W*(\(2\) )?according to richard stallman, [\d.]+ is not gpl-compatible, because its license has a choice of law clause\W*$`,
	`otherwise using python`, `^\W*terms and conditions for accessing or otherwise using python\W*$`,
	`same disclaimer and licen`, `^\W*libpng versions [\w., -]{3,80} are (copyright [^;]{2,120} )?distributed according to the same disclaimer and licen[sc]e as libpng-[\d.]+,? with the following individuals? added to the list of contributing authors\W*$`,
	`only valid version`, `^\W*note that the only valid version of the gpl as far as this project is concerned is \W?this\W? particular version of the licen[sc]e( \(ie v2, not v2\.2 or v3\.x or whatever\), unless explicitly otherwise stated)?\W*$`,
	`is also included:`, `^\W*the upstream file \S+ is also included:\s*$`,
	`no statement of`, `^\W*copyright holders? unknown, no statement of licen[sc]e\b( \([^()]{0,200}\))?(: [\w, (){}./-]{0,1000})?\W*$`,
	`not contain a`, `^[\w/.,-]+( [\w/.,-]+){0,10} do(es)? not contain a copyright and licen[sc]e notice\W*$`,
	`license block|licence block`, `^\W*(begin|end) licen[sc]e block\W*(version: [\w ./]{3,60})?\W*$`,
	`in any fashion`, `^\W*by using this (software|source code) in any fashion, you are agreeing to be bound by the terms of (this licen[sc]e|the microsoft public licen[sc]e|the apache licen[sc]e, version 2\.0)\W*$`,
	`cannot locate|can not locate`, `^\W*if you can ?not locate the [\w .,-]{3,50}, please send an e-?mail to \S+\W*$`,
	`of these licen|of the two licen`, `^\W*you (can|may) (redistribute|use|copy|distribute|modify)[\w ,/]{0,60} under (the terms of )?(either|any|one)( one)? of (these|the two) licen[sc]es\W*$`,
	`either licen`, `^\W*when using or redistributing this file, you may do so under either licen[sc]e\W*$`,
	`same licen`, `^\W*this file is (distributed|released) under the same licen[sc]e as the [\w.+-]+ package\W*$|^\W*(and )?is (distributed|licensed) under the same licen[sc]e as the source code(,? see above)?\W*$`,
	`the debian packaging`, `^\W*the same (licen[sc]e|copyright|terms)( and (licen[sc]e|copyright|terms))? appl(y|ies) to the debian packaging\W*$`,
	`under the same terms|under the same licen`, `^\W*the debian packaging is (licen[sc]ed|distributed|available) under the same (terms|licen[sc]e)( as [\w .+-]{1,60})?\W*$`,
	`packaging is`, `^\W*the debian packaging is (copyright|©|\(c\))([ ,;]+(copyright|©|\(c\)|[\d, -]+))*[^,;]{1,60}([ ,;]+(copyright|©|\(c\)|[\d, -]+)+[^,;]{1,60})*,? and is licensed under the same (licen[sc]e|terms)( as [\w.+-]{1,40})?(,? see above)?\W*$`,
	`will be governed by`, fromChangeDate,
	`include this`, `^\W*when distributing (covered code|the software), include this (cddl|licen[sc]e) header( notice)? in each file( and include the licen[sc]e file at \S+)?\W*$`,
	`add the following below`, `^\W*(modifications:\W*)?if applicable, add the following below (the|this) (cddl|licen[sc]e) header, with the fields enclosed by brackets \[\] replaced by your own identifying information:?\W*(portions copyright \[year\] \[name of copyright owner\])?\W*$`,
	`you may only use this file in accordance`, `^\W*you may only use this file in accordance with the terms of version [\d.]+ of the cddl\W*$`, // illumos
	`allow use of your version of this file`, `^\W*if you wish to allow use of your version of this file only under the terms of (either )?the \W?\w+( licen[sc]e)?\W?( or the \w+)?,? and not to allow others to use your version of this file under the (terms of the )?\w+,? indicate your decision by deleting the provisions above and replace them with the notice and other provisions required by the \W?\w+( licen[sc]e)?\W?( or the \w+)?\W*$`,
	`do not delete the provisions above`, `^\W*if you do not delete the provisions above, a recipient may use your version of this file under (the terms of any one of|either) the [\w ,]{2,60}\W*$`,
	`contributor license agreements`, `^\W*(copyright [\w .,]{2,40} )?(and/or )?licensed to [\w .,]{2,60} under one or more contributor license agreements\W*$`,
	`section 4(d)`, `^\W*the notice file contains the notices that must be applied according to section 4\(d\) of the apache licen[sc]e(, version 2\.0)?\W*$`,
	`as published by the free`, `^\W*the licen[sc]es are as published by the free software foundation( and appearing in the files? [\w. ]{1,60} included in the packaging of this file)?\W*$`,
	`copying conditions`, `^\W*(copyright [^;:]{1,80} )?this is free software; see the source for copying conditions\W*$`,
	`one of the license notices`, `^\W*redistributions (of source code|in binary form) must (retain|reproduce) (both )?the above copyright notice,? (and )?one of the license notices( in the documentation and/or other materials provided with the distribution)?\W*$`, // beside a choice of licenses
	`binding requests`, `^\W*the text above constitutes the entire [\w.-]+ licen[sc]e; however, the [\w.-]+ community also makes the following non-?binding requests\W*$`,
)

// ofWarranty is how a sentence that refuses a warranty ends, with no word that says more.
const ofWarranty = `\w*(\W+(or|and|of|for|a|any|the|even|with|without|implied|express|expressed|particular|purpose|merchantability|fitness|warrant\w*|guarantees?|either|kind|whatsoever|nor|no|non|infringement|noninfringement|including|but|not|limited|to|permitted by applicable law|extent))*\W*$`

// disclaims begins a sentence that refuses warranty or liability, which every license does
// in words of its own, and which says nothing of what may be done.
var disclaims = gated(
	`as is|as-is`, `^\W*(as usual, |and )?((this|the) [\w ,()/-]{2,60} (is|are) |it is )(being )?(provided|distributed|supplied) (on an )?\W{0,5}as[ -]is\b\W*($|with|and|without|in the hope|basis|expressed|express)`,
	`in no event|under no circumstances`, `^\W*(in no event|under no circumstances) (shall|will|are|is)\b.{1,400}\b(liable|liability|responsible|accountable|damages)\b`,
	`disclaim`, `^\W*([\w ,.()]{2,60} )?(specifically |hereby )?disclaims? (all|any)\b.{0,60}\b(warrant|liabilit|responsib|representation|guarantee|condition)`,
	`not be liable`, `^\W*[\w ,.()]{2,80} shall not be liable for any\b`,
	`without |with no|with absolutely`, `^\W*(and )?[\w ()/-]{2,60} (is|are|comes?) ((being )?(provided|distributed|supplied|offered|released) )?(in the hope (that )?it will be useful,? but )?(without|with( absolutely)? no)( any)?( express or implied| implied)? (warrant|guarant)`+ofWarranty,
	`no warrant|no express|no implied`, `^\W*(there (is|are) )?no (express(ed)? or implied |implied )?warrant(y|ies)( for the [\w.-]+( \w+)?)?( (is|are) (given|made|provided|expressed|implied|offered))?`+ofWarranty,
	`disclaimed`, `^\W*(all|any) (other )?warrant(y|ies)( (is|are)|( |, )express(ed)? or implied,? (is|are)) (hereby )?disclaimed`+ofWarranty,
	`makes any warranty|makes no warranty`, `^\W*neither [^;]{5,200} (nor|or) [^;]{2,100}, makes any warranty\b`,
	`subject to licen`, `^\W*(all rights reserved\W+)?use is subject to licen[sc]e terms( below)?\W*$`,
	`no guarant|no warrant|no represent|no liab|no respons`, `^\W*[\w ,.()]{2,60} (makes?|gives?|takes?|accepts?|assumes?|provides?|offers?) no (guarantees?|warrant\w*|representations?|liability|responsibility)\b[^;]{0,300}$`,
)

// pointer is a sentence that says where a text can be found, which is no term.
var pointer = gated(
	`common-licenses|you should have received|full text of|complete text|for more details|for details|see http|along with this|how to apply|third-party|third party`, `common-licenses|you should have received|full text of|complete text|for more details|for details|see https?:|along with this|how to apply|third[- ]party`,
	`is also available at|by writing to|in the hope that|as specified below|same terms as the software itself|each file indicates|all licenses used in|prior versions remain`, `is also available at|by writing to|in the hope that|as specified below|same terms as the software itself|each file indicates|all licenses used in|prior versions remain`,
	`should have information at the beginning|portions of this software are licensed as follows|has notices and|temple place|franklin st`, `should have information at the beginning|portions of this software are licensed as follows|has notices and|temple place|franklin st`,
	`full licen|this licen|the licen|example of|alternative licen|variously licen|under various`, `full licen[sc]e (terms|text)|a copy of (the|this) licen[sc]e|the licen[sc]e (is|text|below)|example of the licen[sc]e|alternative licen[sc]ing arrangements|(variously licensed|licensed under various)`,
	`see `, `see (the )?(file )?["'\x60]?(copying|licen[sc]e|notice|authors|readme)`,
	`commercial |proprietary `, alsoSold,
	`refer to|view |consult |read `, `^\W*(please )?(refer to|view|read|consult) (the )?(project\W?s? )?\W*licen[sc]e\b(\W*\]\(\S+\)| file| text| terms| at \S+| in \S+| for (more |further )?(details|information)| here| below|\W*https?:\S+)*\W*$`,
	`see `, `^\W*(please )?see [^;:]{2,100} for (the )?(full|complete|detailed|more|further|licen[sc]e|licen[sc]ing|copyright|details|terms|copies|information)\b( (terms|information|details|texts?|copies|conditions|about|on|of|the|and|this|licen[sc]es?|licen[sc]ing|usage|software|project|file|copyright|complete|full)|\W+|https?:\S+|\(\S+\))*$|^\W*for (the )?(full|complete|detailed|more|further|licen[sc]ing) [^;,]{0,40},? (please )?see [^;]{2,120}$`,
	`full `, `^\W*(the )?full ([\w.-]+ ){0,4}licen[sc]e( text| terms)?( is( available)?( at)?)?\W*https?:\S+\W*$`, // Font Awesome's
	`version of this licen`, `^\W*the (latest|current|full) version of this licen[sc]e is (in (the|a) file|at https?:|available (at|from|in) )`,
	`copying terms`, `^[^;]{0,200}\bsee \S+( and \S+)? for copying terms\W*$`,
	`can be found`, `can be found (in|at|on)`,
	`this `, `this (file|package|software|project|document) (is|was) (part of|written|created|maintained|put together|packaged)`,
	`following |terms apply|that follow`, `(licen[sc]ed|distributed|reproduced) (here )?(under|below|by) the following (terms|licen[sc]e)[\w ]{0,20}:|th(e|is|ese) (following )?terms (apply|that follow):`,
	`licensed under|licenced under|this licen`, `licen[sc]ed under( the)?( following( terms)?)?:\W*$|\bsubject to this licen[sc]e( from \w+)?:\W*$`,
	`to the following`, `\blicen[sc]e, to the following( copyright holders)?\W*$`,
	`as follows|thusly`, `\b(is|are) licen[sc]ed( for use)? (as follows|thusly):\W*((copyright|\(c\)|©)[^;]{0,200})?$`,
	` following `, `^\W*the following [\w ,'-]{0,40}licen[sc]e (covers|applies to|governs) [^;]{1,120}:\W*$|\b(is|are) (covered by|under) the following [\w -]{0,30}(copyright|copy- right|licen[sc]e)[\w/ -]{0,20}:\W*$`,
	` below`, `^\W*(its|their|the) licen[sc]e( terms)?( and conditions)? (is|are) (shown|given|reproduced) below\W*$|\bbears? a similar licen[sc]e, which is reproduced below:\W*$|^\W*other software included in this distribution is provided under other licen[sc]es, as set forth below\W*$`,
	`applies to `, `^\W*(this|the [\w.-]+) licen[sc]e applies to (all )?(parts|portions) of [\w.-]+ (originating from the \S+ repository|that are not externally maintained libraries)\W*$`,
	`here is`, `^\W*here is the copyright and licen[sc]e for [\w.-]+:\W*$`,
	`unless otherwise`, `^\W*unless otherwise (noted|stated|specified|indicated)[^.;:]{0,60}, [^.;:,]{1,60} (have|has|is|are) (under )?(the )?licen[sc]e (shown|given|found|printed)? ?below\W*$`,
	`licens|licence`, `^\W*(the )?(disclaimer and )?licen[sc]es? (of|for|on) [\w ,()/.-]{2,120}:\s*$`,
	`inventory of|terms consult the files`, `provides an inventory of|licensing terms consult the files`,
	`following `, `following (files|notice|licen[sc]e|components|copyright|text)`,
	`different licen|many individual|each file may|individual source|individual file|consult |see each|check `, `different licen[sc]es apply to|many individual files are under other|each file may have its own|(consult|see each|check) (the|individual) (individual )?(source )?files?`,
	` for | of `, `licen[sc]es? (for|of) (the )?(bundled|included|other)`,
	`@licen`, `^\W*@licen[sc]e [\w .@/-]{1,60}\.m?js\W*$`, // the name of the work
	`adds a`, `adds an? [\w ]{1,20}(exemption|exception)`,
)
