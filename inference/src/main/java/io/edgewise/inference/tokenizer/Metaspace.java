// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

/// SentencePiece's way with blanks: each becomes the visible `▁`, one is put before the text, and a stretch starts at
/// every one.
///
/// @param blank what stands for a blank
/// @param prepend where one is put that the text does not have
/// @param split whether stretches start at blanks; otherwise a piece can reach over them
record Metaspace(int blank, Prepend prepend, boolean split) implements PreTokenizer {

    /// Where a blank is put.
    enum Prepend {
        ALWAYS,
        FIRST,
        NEVER
    }

    @Override
    public Splits split(Splits splits) {
        AlignedText text = splits.text;
        var further = new Splits(text.emptied());
        for (int i = 0; i < splits.size(); i++) {
            int from = splits.from(i);
            boolean first = prepend == Prepend.FIRST && text.start(from) == 0;
            int start = further.text.size();
            if ((prepend == Prepend.ALWAYS || first) && !isBlank(text.character(from))) {
                further.text.add(blank, text, from);
            }
            for (int at = from; at < splits.to(i); at++) {
                boolean isBlank = isBlank(text.character(at));
                if (isBlank && split) {
                    further.add(start, further.text.size());
                    start = further.text.size();
                }
                further.text.add(isBlank ? blank : text.character(at), text, at);
            }
            further.add(start, further.text.size());
        }
        return further;
    }

    private boolean isBlank(int character) {
        return character == ' ' || character == blank;
    }
}
