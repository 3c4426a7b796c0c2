// Package report renders results for people and programs.
//
// All renderers are fed the same [Input]; a new format is one file and one line
// in [Formats]. Everything a person reads comes from one catalog, messages.tsv,
// in English and in Chinese (zh-CN); a test looks for missing entries.
//
// It promises that the verdict is the first thing said, that what was not read
// is said in every format, and that what comes from an image is printed
// without control characters. What single texts say ([Identified]) and what changed between
// two ([TextChange]) is said in the same words.
//
// Rules of the text report: verdict on the first line; then what decides it;
// then the rest by weight; then the coverage. What does not matter is counted,
// and listed with Verbose only. Color only where asked for.
package report
