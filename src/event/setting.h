/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a passage is about, by its words: violence, an accident or a disaster, a game, a market. Many die in reports of
 * which nobody is guilty, and teams and prices fight, attack and rally. The words are classes of data/verbs/zz-not.vp.
 *
 * Thread rule: pure.
 */
#ifndef VDT_EVENT_SETTING_H
#define VDT_EVENT_SETTING_H

#include "event/pattern.h"

/* Traffic: of vehicles, mines and buildings, where nothing is said of an accident nor of violence. */
enum vdt_setting { VDT_SETTING_OPEN, VDT_SETTING_ACCIDENT, VDT_SETTING_TRAFFIC, VDT_SETTING_GAME, VDT_SETTING_MARKET };

/* Does the word mean the same deed in every setting (shell, stab), or does the setting decide (kill, attack, rally)? */
bool vdt_setting_decides(const struct vdt_patterns *patterns, struct vdt_view lemma);

/* Is the word one for what states do when a disaster strikes as well as against people (declare an emergency, close)? */
bool vdt_setting_of_disaster(const struct vdt_patterns *patterns, struct vdt_view lemma);

/*
 * The setting of a word in a sentence: told by the other words of the sentence, and where these say nothing by the
 * sentences beside it. Open where there is a word of violence, or no word of any setting.
 */
enum vdt_setting vdt_setting_of(const struct vdt_patterns *patterns, const struct vdt_analysis *analysis,
                                uint32_t sentence, int32_t word);

/* "a coach crash injures ten": nobody does it, whoever is named in its words. */
bool vdt_setting_mishap_does(const struct vdt_patterns *patterns, const struct vdt_tree *tree, const struct vdt_frame *frame);

/* "injured when a bus overturned", "killed in a crash": its own clause tells a mishap (the class "mishap"), whatever else stands around it. */
bool vdt_setting_of_mishap(const struct vdt_patterns *patterns, const struct vdt_tree *tree, const struct vdt_frame *frame);

/* "accidentally fires his weapon and injures two": nobody meant it. */
bool vdt_setting_accidental(const struct vdt_tree *tree, int32_t verb);

#endif
