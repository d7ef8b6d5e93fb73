// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguageCheckTest {
    private static final LanguageCheck ENGLISH = LanguageCheck.of(List.of("en"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "de | Bitte schalte das Licht in der Küche aus",
                "de | die pumpe am tor verliert seit gestern öl",
                "de | BITTE DAS VENTIL AN PUMPE P-17 SOFORT SCHLIESSEN",
                "de | Du bist so ein dummer Idiot, verschwinde endlich",
                "fr | éteins la lumière dans la cuisine s'il te plaît",
                "fr | La pompe du quai nord perd de l'huile depuis hier",
                "es | apaga la luz de la cocina por favor",
                "es | la bomba número tres pierde aceite desde ayer",
                "it | spegni la luce della cucina per favore",
                "it | la valvola vicino alla pompa perde olio da ieri",
                "nl | doe alsjeblieft het licht in de keuken uit",
                "nl | de pomp bij de poort lekt sinds gisteren olie",
                "pt | desligue a luz da cozinha por favor agora",
                "pt | a bomba do portão está vazando desde ontem",
                "pl | proszę wyłącz światło w kuchni i na korytarzu",
                "pl | prosze wylacz swiatlo w kuchni i na korytarzu",
                "tr | lütfen mutfaktaki ışığı kapat ve kapıyı kilitle",
                "sv | kan du släcka lampan i köket är du snäll",
                "da | vil du ikke nok slukke lyset i køkkenet nu",
                "nb | kan du skru av lyset på kjøkkenet med en gang",
                "fi | sammuta valot keittiöstä ja sulje ovi heti kiitos",
                "cs | zhasni prosím světlo v kuchyni a zavři dveře",
                "hu | kérlek kapcsold le a lámpát a konyhában most",
                "ro | stinge te rog lumina din bucătărie și închide ușa",
                "hr | molim te ugasi svjetlo u kuhinji i zatvori vrata",
                "vi | làm ơn tắt đèn trong nhà bếp ngay bây giờ",
                "id | tolong matikan lampu di dapur dan kunci pintunya",
                "ca | si us plau apaga el llum de la cuina",
                "ru | Выключи свет на кухне",
                "ru | Привет",
                "uk | насос біля воріт протікає",
                "el | σβήσε το φως",
                "ar | أطفئ الضوء في المطبخ",
                "he | כבה את האור במטבח",
                "hi | रसोई की बत्ती बंद करो",
                "th | ปิดไฟในครัว",
                "zh | 请关掉厨房的灯",
                "ja | 台所の電気を消して",
                "ko | 부엌 불 꺼 줘",
            })
    void anotherLanguageIsForeign(String language, String text) {
        assertThat(ENGLISH.isForeign(text)).as(language).isTrue();
        assertThat(LanguageCheck.of(List.of("en", language)).isForeign(text))
                .as("where %s is declared", language)
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "turn off the light",
                "turn off the light in the kitchen please",
                "RPL SEAL P-17 LEAKING",
                "RPL SEAL ON PUMP AND CHK BRG TEMP THEN REPT TO SHIFT SUPV",
                "c/o lh frt strut & chg o/ring, hyd leak u/s",
                "PREV MAINT: INSP CONV BLT, GRS IDLERS, ADJ SCRPR BLD, T/TENSION",
                "2026-11-30T01:20:13Z WARN io.site.Pump - retry 3/5 after 250 ms: connection reset by peer",
                "kernel: usb 1-1: new high-speed USB device number 4 using xhci_hcd",
                "ERROR java.lang.NullPointerException at de.firma.maschine.Steuerung.schalten(Steuerung.java:42)",
                "https://example.de/die/pumpe/ist/kaputt?und=wir&warten=auf&teile=aus&dem=lager",
                "Juan Carlos Fernández García López Hernández",
                "Maria de la Cruz, Jean-Pierre du Bois, Ludwig van der Velde",
                "CUSTOMER Müller GmbH & Co KG Straße München Schwabing Hauptbahnhof",
                "play La Isla Bonita by Madonna",
                "Schadenfreude",
                "bonjour mon ami",
                "licht aus",
                "1234 5678 90 12.5 bar 30 °C ΔT 4 K, 5 µm, 10 Ω, α = 0.3",
                "Σ ΔP = 3 bar, η = 0.8, φ = 12°, λ, μ, ω",
                "Да",
                "the operator said Привет and left",
                "he shouted \"verdammt noch mal\" and went home to his family",
                "u r sooooo dumb lol omg wtf bbq smh tbh ngl fr fr",
                "c u l8r m8 gonna b l8 2nite k thx bye x",
                "wot r u sayin bruv dat aint right innit fam",
                "gggggaaaaayyyyy gggggaaaaayyyyy looooser looooser",
                "penis penis penis penis penis penis penis penis",
                "you madyou madyou madyou madyou madyou mad",
                "lorem test test test foo bar baz qux asdf qwerty",
                "i d i o t s every one of you",
                "😀 😀 😀 😀 😀 😀",
            })
    void whatTerminalsSendIsNotForeign(String text) {
        assertThat(ENGLISH.isForeign(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "уоu аrе а stuріd іdіоt аnd еvеrуbоdу knоws іt", // Cyrillic letters between Latin ones
                "ｙｏｕ ａｒｅ ａ ｃｏｍｐｌｅｔｅ ｉｄｉｏｔ", // fullwidth
                "𝐲𝐨𝐮 𝐚𝐫𝐞 𝐚 𝐜𝐨𝐦𝐩𝐥𝐞𝐭𝐞 𝐢𝐝𝐢𝐨𝐭",
                "y\u200Bo\u200Bu are a st\u00ADup\u00ADid idi\u2060ot and everybody knows",
            })
    void englishInDisguiseIsNotForeign(String text) {
        assertThat(ENGLISH.isForeign(text)).isFalse();
    }

    @Test
    void germanIsForeignInDisguiseToo() {
        assertThat(ENGLISH.isForeign("ｂｉｔｔｅ ｓｃｈａｌｔｅ ｄａｓ ｌｉｃｈｔ ｉｎ ｄｅｒ ｋüｃｈｅ ａｕｓ"))
                .isTrue();
    }

    @Test
    void accentsMayBeLettersOfTheirOwn() {
        assertThat(ENGLISH.isForeign("e\u0301teins la lumie\u0300re dans la cuisine s'il te plai\u0302t"))
                .isTrue();
    }

    @Test
    void aForeignWordAmongEnglishOnesIsNotEnough() {
        assertThat(ENGLISH.isForeign("Выключи насос: that is what the label on the old control panel says"))
                .isFalse();
        assertThat(ENGLISH.isForeign(
                        "the label says Ventil immer langsam öffnen but nobody here can read what it says"))
                .isFalse();
    }

    @Test
    void aModelForAnotherLanguageKnowsThatOne() {
        LanguageCheck german = LanguageCheck.of(List.of("de-AT"));

        assertThat(german.isForeign("Bitte schalte das Licht in der Küche aus")).isFalse();
        assertThat(german.isForeign("please turn off the light in the kitchen")).isTrue();
    }

    @Test
    void aModelForAnotherScriptDoesNotKnowLatinWords() {
        LanguageCheck russian = LanguageCheck.of(List.of("ru"));

        assertThat(russian.isForeign("Выключи свет на кухне")).isFalse();
        assertThat(russian.isForeign("please turn off the light in the kitchen"))
                .isTrue();
        assertThat(russian.isForeign("PUMP P-17 OK")).isFalse();
        assertThat(russian.isForeign("台所の電気を消して")).isTrue();
    }

    @Test
    void aLatinLanguageThatNobodyCanTellApartKeepsAllLatinTexts() {
        LanguageCheck welsh = LanguageCheck.of(List.of("cy"));

        assertThat(welsh.isForeign("Bitte schalte das Licht in der Küche aus")).isFalse();
        assertThat(welsh.isForeign("Выключи свет на кухне")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "xx", "en xx"})
    void withoutKnownLanguagesNothingIsForeign(String declared) {
        LanguageCheck check = LanguageCheck.of(List.of(declared.split(" ", -1)));

        assertThat(check.isForeign("Bitte schalte das Licht in der Küche aus")).isFalse();
        assertThat(check.isForeign("Выключи свет на кухне")).isFalse();
    }

    /// In proportion to its length: if it were to the square of it, this test would take hours.
    @ParameterizedTest
    @ValueSource(strings = {"ä", "я", "wort ", "p-17 ", "漢", "a\u0301", "\u200B"})
    void aHostileTextIsAnsweredAsAShorterOneIs(String piece) {
        assertThat(ENGLISH.isForeign(piece.repeat(200_000))).isEqualTo(ENGLISH.isForeign(piece.repeat(200)));
    }
}
