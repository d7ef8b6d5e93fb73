// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.chat.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusedTemplatesTest {
    private static String render(String template) {
        return JinjaTemplate.parse(template).render(Map.of("x", Value.of("text")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {% macro a() %}{% endmacro %}             | line 1, column 4: the tag "macro" isn't understood
            {% include 'a' %}                         | the tag "include" isn't understood
            {% import 'a' as b %}                     | the tag "import" isn't understood
            {% raw %}{% endraw %}                     | the tag "raw" isn't understood
            {% call a() %}{% endcall %}               | the tag "call" isn't understood
            {% generation %}{% endgeneration %}       | the tag "generation" isn't understood
            {% break %}                               | the tag "break" isn't understood
            {% set a %}x{% endset %}                  | expected "=" behind what is set, one name, got "%}"
            {% set a, b = x %}                        | expected "=" behind what is set, one name, got ","
            {% set loop = 1 %}                        | "loop" can't be set
            {% for a in x if a %}{% endfor %}         | "if" in the tag for isn't understood
            {% for a in x recursive %}{% endfor %}    | "recursive" in the tag for isn't understood
            {% if x %}a                               | line 1, column 4: the tag if has no endif
            {% for a in x %}{% else %}                | the tag for has no endfor
            {% for a in x %}{% endif %}               | the tag endif ends nothing that is open
            {% endif %}                               | the tag endif ends nothing that is open
            {{ strftime_now('%d') }}                  | column 4: the function "strftime_now" isn't understood
            {% if false %}{{ lipsum() }}{% endif %}   | the function "lipsum" isn't understood
            {{ x¦map }}                          | the filter "map" isn't understood
            {{ x¦trim(chars='a') }}              | the argument "chars" of the filter trim isn't understood
            {{ x¦replace('a') }}                 | the filter replace has 1 arguments, expected 2 to 2
            {{ x.__class__() }}                       | the method "__class__" isn't understood
            {{ x.format('a') }}                       | the method "format" isn't understood
            {{ x is divisibleby 3 }}                  | the test "divisibleby" isn't understood
            {{ x is defined 3 }}                      | something behind the test defined isn't understood
            {{ loop.cycle }}                          | loop.cycle isn't understood
            {{ x()() }}                               | the function "x" isn't understood
            {{ range(1)() }}                          | a call of something without a name isn't understood
            {{ 1.5 }}                                 | a number that is not whole and decimal isn't understood
            {{ 0x1f }}                                | a number that is not whole and decimal isn't understood
            {{ 99999999999999999999 }}                | the number "99999999999999999999" is too large
            {{ 6 / 2 }}                               | the operator / isn't understood
            {{ 2 ** 3 }}                              | the operator ** isn't understood
            {{ (1, 2) }}                              | a tuple (a, b) isn't understood
            {{ [1] }}                                 | a list written as a text isn't understood
            {{ {1: 2} }}                              | a key of a mapping that is no text isn't understood
            {{ 'a' % 2 }}                             | a text % a number isn't understood
            {{ 9223372036854775807 + 1 }}             | 9223372036854775807 + 1 has no result
            {{ range(100000) }}                       | a range has more than 10000 numbers
            {{ range(1, 9, 0) }}                      | a range's step is 0
            {{ 'a'.items() }}                         | a text has no method items
            {{ x                                      | line 1, column 1: a tag begins that doesn't end
            {{ 'x }}                                  | line 1, column 4: a string begins that doesn't end
            {# x                                      | a comment begins that doesn't end
            {{ x $ }}                                 | "$" means nothing in a tag
            {{ x x }}                                 | expected "}}", got "x"
            {{ }}                                     | expected a value, got "}}"
            {{ '\\N{BULLET}' }}                       | the escape \\N isn't understood
            {{ '\\u12' }}                             | an escape of a character needs 4 digits
            """)
    void whatIsNotUnderstoodIsRefusedByName(String template, String sentence) {
        assertThatThrownBy(() -> render(template.replace('¦', '|')))
                .isInstanceOf(TemplateException.class)
                .hasMessageStartingWith("line 1, column ")
                .hasMessageContaining(sentence);
    }

    @Test
    void thePlaceIsSaid() {
        assertThatThrownBy(() -> render("a\r\nb {{ x }}\n{% if x -%}\n   {% do x %}{% endif %}"))
                .hasMessageStartingWith("line 4, column 7: the tag \"do\"");
    }

    @Test
    void whatTheTemplateItselfRefusesIsTold() {
        TemplateException refusal = catchThrowableOfType(
                TemplateException.class, () -> render("{% if x %}{{ raise_exception('no ' + x) }}{% endif %}"));

        assertThat(refusal.raised()).contains("no text");
        assertThat(refusal).hasMessage("line 1, column 14: the template refuses the conversation: \"no text\"");
    }

    @Test
    void aLongTemplateIsRefused() {
        assertThatThrownBy(() -> render("x".repeat((256 << 10) + 1)))
                .hasMessage("the template has 262145 characters, at most 262144 are read");
        assertThat(render("x".repeat(256 << 10))).hasSize(256 << 10);
    }

    @Test
    void loopsThatTakeTooLongAreRefused() {
        String loop = "{% for a in range(1000) %}";
        assertThatThrownBy(() -> render(loop + loop + loop + "{% endfor %}".repeat(3)))
                .hasMessageContaining("more than 100000 steps");
    }

    @Test
    void textsThatGrowAreRefused() {
        String grow =
                "{% set ns = namespace(t='x') %}{% for a in range(100) %}{% set ns.t = ns.t ~ ns.t %}{% endfor %}";
        assertThatThrownBy(() -> render(grow)).hasMessageContaining("makes or searches more than 33554432 characters");
        assertThatThrownBy(() -> render("{{ 'ab' * 9999999999 * 100 }}")).hasMessageContaining("more than 33554432");
        assertThatThrownBy(() -> render("{{ 'ab' * 1000000 }}")).hasMessageContaining("writes more than 1048576");
    }

    /// `in` on such texts would compare 250 billion characters.
    @Test
    void searchesThatTakeTooLongAreRefused() {
        assertThatThrownBy(() -> render("{{ 'a' * 500000 + 'b' in 'a' * 1000000 }}"))
                .hasMessageContaining("makes or searches more than");
    }

    @Test
    void listsThatHoldThemselvesManyTimesAreRefused() {
        String twice =
                "{% set ns = namespace(l=[1]) %}{% for a in range(60) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}";
        assertThatThrownBy(() -> render(twice + "{{ ns.l|tojson }}")).hasMessageContaining("more than 100000 steps");
        assertThatThrownBy(() -> render(twice + "{{ ns.l == ns.l + [] }}"))
                .hasMessageContaining("more than 100000 steps");
        String deep = twice.replace("range(60)", "range(900)").replace("[ns.l, ns.l]", "[ns.l]");
        assertThatThrownBy(() -> render(deep + "{{ ns.l|tojson }}")).hasMessageContaining("nested more than 300 deep");
    }

    @Test
    void whatIsNestedTooDeeplyIsRefused() {
        assertThatThrownBy(() -> render("{{ " + "(".repeat(9000) + "1" + ")".repeat(9000) + " }}"))
                .hasMessageContaining("nested more than 60 deep");
        assertThatThrownBy(() -> render("{{ " + "not ".repeat(9000) + "1 }}"))
                .hasMessageContaining("nested more than 60 deep");
        assertThatThrownBy(() -> render("{{ " + "- ".repeat(9000) + "1 }}"))
                .hasMessageContaining("nested more than 60 deep");
        assertThatThrownBy(() -> render("{% if x %}".repeat(9000))).hasMessageContaining("nested more than 60 deep");
        assertThatThrownBy(() -> render("{{ 1" + " + 1".repeat(50_000) + " }}"))
                .hasMessageContaining("nested more than 300 deep");
        assertThatThrownBy(() -> render("{{ x" + ".a".repeat(50_000) + " }}"))
                .hasMessageContaining("nested more than 300 deep");
    }
}
