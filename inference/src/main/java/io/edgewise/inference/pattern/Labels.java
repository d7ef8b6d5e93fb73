// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import java.util.Set;

/// The words after which a number is a name and no amount: "gate 4", "line 3". Immutable.
final class Labels {
    private static final Set<String> WORDS = WordSet.of(
            "gate gates line lines pump pumps room rooms unit units zone zones section sec bay bays dock",
            "docks platform building bldg floor floors apartment apt seat row rack panel block flat suite",
            "door doors terminal phase class type model step item no nr number num figure fig table",
            "chapter page part highway hwy route street ave avenue station cell tower valve valves",
            "conveyor lane channel port node version v grade group team shift order ticket id area site",
            "hall wing stage train bus track exit runway boeing airbus form schedule appendix annex",
            "article rule category cat size level lvl compressor turbine chiller boiler crane forklift",
            "truck loader dozer excavator locker bin shelf aisle slot pin connector relay breaker fuse",
            "circuit feeder transformer drawing dwg rev revision sheet job task question option season",
            "episode game round vol volume windows iphone galaxy ward bed cabin deck berth pier hangar",
            "warehouse machine robot trolley vehicle cylinder injector sensor bank string cb case mark mk",
            "world quarter formula");

    private Labels() {}

    /// True if the nearest word before a character, with nothing but spaces and `#` or a dot between, is a label.
    static boolean standBefore(Source source, int character) {
        Tokens tokens = source.tokens();
        int before = tokens.indexAt(character) - 1;
        if (tokens.isMark(before, '#') || tokens.isMark(before, '.')) {
            before--;
        }
        return tokens.isWord(before) && WORDS.contains(tokens.word(before));
    }
}
