// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Texts made to find a difference: rare blocks, marks out of order, invisible characters, words at the length limit,
/// and plain sentences with some of these put into them. The same seed makes the same texts.
final class HostileTexts {

    /// Blocks whose characters have something about them that a tokenizer can get wrong.
    static final int[][] BLOCKS = {
        {0x00, 0x7F},
        {0x80, 0xFF},
        {0x100, 0x24F},
        {0x250, 0x2FF},
        {0x300, 0x36F},
        {0x370, 0x3FF},
        {0x400, 0x52F},
        {0x530, 0x5FF},
        {0x600, 0x6FF},
        {0x700, 0x7FF},
        {0x800, 0x8FF},
        {0x900, 0x97F},
        {0x980, 0x9FF},
        {0xA00, 0xAFF},
        {0xB00, 0xBFF},
        {0xC00, 0xCFF},
        {0xD00, 0xDFF},
        {0xE00, 0xEFF},
        {0xF00, 0xFFF},
        {0x1000, 0x109F},
        {0x10A0, 0x10FF},
        {0x1100, 0x11FF},
        {0x1200, 0x137F},
        {0x1680, 0x16FF},
        {0x1700, 0x17FF},
        {0x1800, 0x18AF},
        {0x1900, 0x1AFF},
        {0x1B00, 0x1BFF},
        {0x1C00, 0x1CFF},
        {0x1D00, 0x1DFF},
        {0x1E00, 0x1EFF},
        {0x1F00, 0x1FFF},
        {0x2000, 0x206F},
        {0x2070, 0x218F},
        {0x2190, 0x22FF},
        {0x2300, 0x27BF},
        {0x2900, 0x2BFF},
        {0x2C00, 0x2DFF},
        {0x2E00, 0x2E7F},
        {0x3000, 0x303F},
        {0x3040, 0x30FF},
        {0x3100, 0x33FF},
        {0x3400, 0x34FF},
        {0x4E00, 0x4EFF},
        {0xA4D0, 0xA6FF},
        {0xA700, 0xA8FF},
        {0xA900, 0xABFF},
        {0xAC00, 0xD7FF},
        {0xE000, 0xE0FF},
        {0xF900, 0xFAFF},
        {0xFB00, 0xFDFF},
        {0xFE00, 0xFE6F},
        {0xFE70, 0xFEFF},
        {0xFF00, 0xFFFF},
        {0x10000, 0x100FF},
        {0x10300, 0x104FF},
        {0x10A00, 0x10A5F},
        {0x10D00, 0x10D8F},
        {0x11000, 0x114FF},
        {0x11580, 0x11CFF},
        {0x11D00, 0x11FFF},
        {0x13430, 0x1345F},
        {0x16100, 0x1613F},
        {0x16A00, 0x16FFF},
        {0x1BC00, 0x1BCFF},
        {0x1D100, 0x1D24F},
        {0x1D400, 0x1D7FF},
        {0x1DA00, 0x1DAAF},
        {0x1E000, 0x1E2FF},
        {0x1E800, 0x1E95F},
        {0x1F000, 0x1F2FF},
        {0x1F300, 0x1F6FF},
        {0x1F900, 0x1FAFF},
        {0x20000, 0x2003F},
        {0x2B810, 0x2B930},
        {0x2F800, 0x2FA1F},
        {0xE0000, 0xE01EF},
        {0xF0000, 0xF00FF},
        {0x10FF00, 0x10FFFF},
    };

    /// Marks of many combining classes, some of them newer than the reference's categories, so that they stay.
    private static final int[] MARKS = IntStream.of(
                    0x300, 0x301, 0x307, 0x308, 0x315, 0x316, 0x31B, 0x321, 0x323, 0x327, 0x334, 0x345, 0x344, 0x35C,
                    0x360, 0x483, 0x591, 0x59A, 0x5B0, 0x5B4, 0x5C1, 0x5BF, 0x64B, 0x64E, 0x651, 0x670, 0x711, 0x8D4,
                    0x8DF, 0x8E0, 0x8E1, 0x93C, 0x94D, 0xC55, 0xE38, 0xE48, 0xF71, 0xF72, 0xF73, 0xF74, 0xF80, 0xF81,
                    0x1A7F, 0x1B34, 0x1B44, 0x1BAA, 0x1BF2, 0x1DC0, 0x1DCE, 0x1DFB, 0x20D0, 0x20E5, 0x302A, 0x302E,
                    0x302F, 0x3099, 0xA953, 0xA9C0, 0xFB1E, 0xFE20, 0x10A0D, 0x11046, 0x1134D, 0x1D165, 0x1D166,
                    0x1D16D, 0x1D16E, 0x1D17B, 0x1E000, 0x1E018, 0x1E8D0, 0x1E944, 0x1E94A)
            .toArray();

    /// Characters whose decomposition, lower case or class is unusual.
    private static final int[] ODD = {
        0x130, 0x131, 0x1E9E, 0xDF, 0x3A3, 0x3C2, 0x212A, 0x212B, 0x2126, 0x1D15E, 0x1D15F, 0x1D160, 0x1D1BB, 0x2260,
        0x226E, 0x226F, 0x1FEF, 0x37E, 0x387, 0x340, 0x341, 0x343, 0x1F82, 0x1FB7, 0x390, 0x1E0A, 0x1E69, 0x9CB, 0xBCA,
        0xDDE, 0x1026, 0x1B06, 0x1B43, 0xFB1D, 0xFB2C, 0xFDFA, 0xFB03, 0x2000, 0x2001, 0xF900, 0x2F800, 0xAC00, 0xAC01,
        0xD7A3, 0x10400, 0x1E900, 0x24B6, 0xFF21, 0x1D5A0, 0x1C5, 0xA64A, 0x10A0, 0x13A0, 0x1C90,
    };

    private static final String[] INVISIBLE = {
        "\u0000",
        "\u0007",
        "\u001B[31m",
        "\u007F",
        "\u0085",
        "\u00A0",
        "\u00AD",
        "\u034F",
        "\u061C",
        "\u070F",
        "\u115F",
        "\u1680",
        "\u180E",
        "\u200B",
        "\u200C",
        "\u200D",
        "\u200E",
        "\u200F",
        "\u2028",
        "\u2029",
        "\u202A",
        "\u202E",
        "\u202F",
        "\u205F",
        "\u2060",
        "\u2066",
        "\u2069",
        "\u3000",
        "\u3164",
        "\uE000",
        "\uF8FF",
        "\uFE0E",
        "\uFE0F",
        "\uFEFF",
        "\uFFF9",
        "\uFFFC",
        "\uFFFD",
        "\uFFFE",
        "\uFFFF",
        "\t",
        "\n",
        "\r\n",
        "\u000B",
        "\u000C",
        "  ",
    };

    private static final String[] EMOJI = {
        "😀",
        "🤣",
        "👍🏽",
        "👨‍👩‍👧‍👦",
        "🏳️‍🌈",
        "🇩🇪",
        "1️⃣",
        "❤️",
        "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "🫠",
        "☠",
        "✂️",
        "🧑🏿‍🚒",
        "㊙️",
    };

    private static final String[] SENTENCES = {
        "Pump 3 on line B7 is leaking again, please send somebody before 14:30.",
        "T04> scanner won't read the blue labels, error E-217 since the update",
        "replace seal kit; tighten M12 bolts to 85 Nm (see drawing 4711/2)",
        "Könnten Sie die Heizung im Büro auf 21,5 °C stellen?",
        "L'écran d'accueil n'affiche plus rien après l'arrêt d'urgence",
        "¿Dónde está la llave del armario número ñ-9?",
        "насос №5 не запускается после аварийной остановки",
        "ο αισθητήρας ΘΕΡΜΟΚΡΑΣΙΑΣ δεν απαντά",
        "펌프 3번이 다시 새고 있습니다",
        "ポンプ３から水が漏れています。至急確認してください",
        "三号泵又漏水了，请派人来看看",
        "المضخة رقم ٣ تسرّب الماء مرة أخرى",
        "המשאבה השלישית דולפת שוב",
        "पंप तीन फिर से लीक हो रहा है",
        "ปั๊มสามรั่วอีกแล้ว",
        "máy bơm số ba lại bị rò rỉ nước",
        "pompa üç yine sızdırıyor, İSTASYON IŞIĞI yanmıyor",
        "https://panel.example/line?id=7&x=%C3%BC#now mail to shift-lead@plant.example +1-555-0134",
        "T=-12.5e-3\u00A0m/s², Δp≈0.3\u202FkPa, ≥5‰, ½\", 100µm, x≠y",
        "«Stop» – „sofort“ … it’s 5′ 6″ — ‘really’‽",
        "[CLS] ignore this [SEP] [MASK] [PAD][UNK] ##ing [unused7]",
        "SELECT * FROM orders WHERE id='x'; -- {\"a\":[1,2,{}]} <b>&amp;</b> $HOME `ls` C:\\temp\\~x|y^z",
    };

    private final SplittableRandom random;

    HostileTexts(long seed) {
        this.random = new SplittableRandom(seed);
    }

    List<String> next(int count) {
        var texts = new ArrayList<String>(count);
        while (texts.size() < count) {
            texts.add(next());
        }
        return texts;
    }

    private String next() {
        return switch (random.nextInt(10)) {
            case 0 -> run(random.nextInt(1, 30));
            case 1 -> blocks();
            case 2, 3 -> marks();
            case 4 -> atTheLimit();
            case 5 -> invisible();
            default -> mutated(pick(SENTENCES));
        };
    }

    /// Characters of one block.
    private String run(int length) {
        int[] block = BLOCKS[random.nextInt(BLOCKS.length)];
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            append(text, random.nextInt(block[0], block[1] + 1));
        }
        return text.toString();
    }

    private String blocks() {
        var text = new StringBuilder();
        for (int i = random.nextInt(2, 12); i > 0; i--) {
            text.append(run(random.nextInt(1, 4)));
            if (random.nextInt(4) == 0) {
                text.append(' ');
            }
        }
        return text.toString();
    }

    /// Bases with too many marks on them, in any order.
    private String marks() {
        var text = new StringBuilder();
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            switch (random.nextInt(4)) {
                case 0 -> text.append((char) random.nextInt('A', 'z' + 1));
                case 1 -> text.appendCodePoint(ODD[random.nextInt(ODD.length)]);
                case 2 -> text.append(run(1));
                default -> text.append(' ');
            }
            for (int mark = random.nextInt(6); mark > 0; mark--) {
                text.appendCodePoint(MARKS[random.nextInt(MARKS.length)]);
            }
        }
        return text.toString();
    }

    /// A word of about 100 characters, counted before or after decomposition, in one or two units each.
    private String atTheLimit() {
        String unit = switch (random.nextInt(6)) {
            case 0 -> "a";
            case 1 -> "é";
            case 2 -> "한";
            case 3 -> "𝔘";
            case 4 -> "e\u0301";
            default -> Character.toString(ODD[random.nextInt(ODD.length)]);
        };
        int characters = unit.equals("한") ? random.nextInt(32, 36) : random.nextInt(98, 103);
        return run(1) + unit.repeat(characters) + (random.nextBoolean() ? " " : run(1));
    }

    private String invisible() {
        var text = new StringBuilder();
        for (int i = random.nextInt(1, 12); i > 0; i--) {
            text.append(random.nextBoolean() ? pick(INVISIBLE) : pick(EMOJI));
            if (random.nextBoolean()) {
                text.append((char) random.nextInt(' ', 0x17F));
            }
        }
        return text.toString();
    }

    /// A sentence with a few characters exchanged, inserted or dropped. A surrogate pair is not cut.
    String mutated(String sentence) {
        int[] characters = sentence.codePoints().toArray();
        var text = new StringBuilder();
        for (int character : characters) {
            switch (random.nextInt(60)) {
                case 0 -> text.append(pick(INVISIBLE)).appendCodePoint(character);
                case 1 -> text.append(pick(EMOJI)).appendCodePoint(character);
                case 2 -> text.appendCodePoint(character).appendCodePoint(MARKS[random.nextInt(MARKS.length)]);
                case 3 -> text.appendCodePoint(ODD[random.nextInt(ODD.length)]);
                case 4 -> text.append(run(1));
                case 5 -> text.appendCodePoint(Character.toUpperCase(character));
                case 6 -> text.append(' ');
                case 7 -> text.repeat(character, random.nextInt(2, 9));
                case 8 -> {} // dropped
                default -> text.appendCodePoint(character);
            }
        }
        return text.toString();
    }

    private String pick(String[] from) {
        return from[random.nextInt(from.length)];
    }

    private static void append(StringBuilder text, int codePoint) {
        if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
            text.appendCodePoint(codePoint);
        }
    }
}
