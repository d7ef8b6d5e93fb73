// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.chat.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.edgewise.importer.chat.Families;
import io.edgewise.inference.document.DocumentNode.Mapping;
import io.edgewise.inference.document.DocumentNode.Scalar;
import io.edgewise.inference.document.DocumentNode.Sequence;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What was rendered once with jinja2 in Python is rendered here, too.
class JinjaParityTest {
    @TestFactory
    Stream<DynamicTest> smallTemplatesAreRenderedAsByJinja() {
        Mapping root = Families.json("snippets.json");
        Map<String, Value> variables = Values.entries((Mapping) Families.node(root, "variables"));
        return blocks(root, "snippets").stream()
                .map(one -> DynamicTest.dynamicTest(text(one, "template"), () -> compare(one, variables)));
    }

    private static void compare(Mapping one, Map<String, Value> variables) {
        String template = text(one, "template");
        if (one.entries().containsKey("error")) {
            assertThatThrownBy(() -> JinjaTemplate.parse(template).render(variables))
                    .isInstanceOf(TemplateException.class)
                    .hasMessageStartingWith("line 1, column ");
        } else {
            assertThat(JinjaTemplate.parse(template).render(variables)).isEqualTo(text(one, "expected"));
        }
    }

    @TestFactory
    Stream<DynamicTest> templatesOfFamiliesAreRenderedAsByJinja() {
        return blocks(Families.json("renderings.json"), "renderings").stream()
                .map(one -> DynamicTest.dynamicTest(text(one, "template"), () -> compare(one)));
    }

    private static void compare(Mapping one) {
        JinjaTemplate template = JinjaTemplate.parse(Families.template(text(one, "template")));
        Map<String, Value> variables = Values.entries((Mapping) Families.node(one, "variables"));
        if (one.entries().containsKey("raised")) {
            TemplateException refusal = catchThrowableOfType(TemplateException.class, () -> template.render(variables));
            assertThat(refusal.raised()).contains(text(one, "raised"));
        } else {
            assertThat(template.render(variables)).isEqualTo(text(one, "expected"));
        }
    }

    private static List<Mapping> blocks(Mapping root, String key) {
        return ((Sequence) Families.node(root, key))
                .items().stream().map(Mapping.class::cast).toList();
    }

    private static String text(Mapping mapping, String key) {
        return ((Scalar) Families.node(mapping, key)).raw();
    }
}
