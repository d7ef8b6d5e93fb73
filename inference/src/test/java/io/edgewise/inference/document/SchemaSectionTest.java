// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class SchemaSectionTest {
    private static final Map<String, Object> DESCRIBED = SchemaSection.describe("Sample", Sample::read);
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(new JsonMapper().writeValueAsString(DESCRIBED), InputFormat.JSON);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'every':'5m','limit':'3'}",
                "{'limit':3}",
                "{'port':8080.0,'share':0}",
                "{'port':1,'share':1}",
                "{'port':65535,'share':1.0}",
                "{'loud':true}",
                "{'mode':'month-first'}",
                "{'tags':[]}",
                "{'tags':'red'}",
                "{'tags':['red','hot']}",
                "{'part':{}}",
                "{'part':{'label':7,'weight':100}}",
                "{'part':{'label':true}}",
                "{'part':{'label':''}}",
                "{'parts':[]}",
                "{'parts':[{'label':'a'},{'label':1,'weight':0}]}",
                "{'named':{}}",
                "{'named':{'any name':{'label':'a'}}}",
                "{'pairs':{}}",
                "{'pairs':{'x':1,'y':'2'}}",
                "{'lists':{}}",
                "{'lists':{'x':[1,'2'],'y':3,'z':[]}}",
                "{'lists':'numbers.txt'}",
                "{'factor':1}",
                "{'factor':2.0}",
                "{'spare':{'label':'a'}}"
            })
    void whatTheReaderTakesTheSchemaAllows(String members) {
        String json = withName(members);

        assertThat(problems(json)).isEmpty();
        assertThat(errors(json)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'port':0}",
                "{'port':65536}",
                "{'port':1.5}",
                "{'port':'8080'}",
                "{'port':null}",
                "{'share':-0.1}",
                "{'share':1.1}",
                "{'share':'0.5'}",
                "{'share':[]}",
                "{'loud':'true'}",
                "{'loud':1}",
                "{'loud':null}",
                "{'every':null}",
                "{'every':[]}",
                "{'every':{}}",
                "{'mode':'year-first'}",
                "{'mode':'DAY_FIRST'}",
                "{'mode':1}",
                "{'mode':true}",
                "{'tags':{}}",
                "{'tags':null}",
                "{'tags':[null]}",
                "{'tags':[['red']]}",
                "{'part':[]}",
                "{'part':null}",
                "{'part':{'more':1}}",
                "{'part':{'weight':-1}}",
                "{'parts':{}}",
                "{'parts':null}",
                "{'parts':'x'}",
                "{'parts':[{}]}",
                "{'parts':[{'label':'a','more':1}]}",
                "{'parts':[1]}",
                "{'named':[]}",
                "{'named':{'x':1}}",
                "{'named':{'x':{}}}",
                "{'pairs':[]}",
                "{'pairs':{'x':null}}",
                "{'pairs':{'x':[]}}",
                "{'lists':[]}",
                "{'lists':1}",
                "{'lists':{'x':null}}",
                "{'lists':{'x':[[1]]}}",
                "{'lists':{'x':{}}}",
                "{'factor':0.9}",
                "{'factor':'1'}",
                "{'spare':{}}",
                "{'spare':null}",
                "{'unknown':1}"
            })
    void whatTheReaderRefusesTheSchemaForbids(String members) {
        String json = withName(members);

        assertThat(problems(json)).isNotEmpty();
        assertThat(errors(json)).isNotEmpty();
    }

    @Test
    void requiredKeysAreRequired() {
        assertThat(problems("{}")).isNotEmpty();
        assertThat(errors("{}")).isNotEmpty();
        assertThat(errors("[]")).isNotEmpty();
    }

    @Test
    void aSectionWithRequiredKeysIsRequiredItself() {
        Map<String, Object> schema =
                SchemaSection.describe("Outer", s -> s.section("part", Sample.Part::read, "a part"));

        assertThat(schema).containsEntry("required", List.of("part"));
        assertThat(DESCRIBED).containsEntry("required", List.of("name"));
    }

    @Test
    void theSchemaTellsWhatEveryKeyIsFor() {
        assertThat(DESCRIBED)
                .containsEntry("$schema", "https://json-schema.org/draft/2020-12/schema")
                .containsEntry("title", "Sample")
                .containsEntry("type", "object")
                .containsEntry("additionalProperties", false);
        assertThat(property("port"))
                .containsEntry("description", "where to listen")
                .containsEntry("default", 8080)
                .containsEntry("minimum", 1)
                .containsEntry("maximum", 65_535);
        assertThat(property("factor")).containsEntry("examples", List.of(1.5)).doesNotContainKey("default");
        assertThat(property("every")).containsEntry("default", "2s");
        assertThat(property("limit")).containsEntry("examples", List.of("5"));
        assertThat(property("mode"))
                .containsEntry("description", "how dates are written (day-first, month-first)")
                .containsEntry("default", "day-first")
                .containsEntry("enum", List.of("day-first", "month-first"));
    }

    @Test
    void aSchemaSectionTellsPathsWithPlaceholders() {
        SchemaSection.describe("Paths", s -> {
            assertThat(s.path()).isEmpty();
            s.problem("anything", "is not noted");
            List<Map<String, String>> paths =
                    s.sections("a", item -> item.named("b", Section::path, "by name"), "a list");
            assertThat(paths).containsExactly(Map.of("NAME", "a[].b.NAME"));
            return paths;
        });
    }

    @SuppressWarnings("unchecked") // a schema is made of maps with text keys
    private static Map<String, Object> property(String key) {
        Map<String, Map<String, Object>> properties =
                (Map<String, Map<String, Object>>) Objects.requireNonNull(DESCRIBED.get("properties"));
        return Objects.requireNonNull(properties.get(key));
    }

    private static String withName(String members) {
        String json = members.replace('\'', '"');
        return json.equals("{}") ? "{\"name\":\"pump\"}" : "{\"name\":\"pump\"," + json.substring(1);
    }

    private static List<Problem> problems(String json) {
        Problems problems = new Problems();
        Sample ignored = DocumentSection.read(JsonDocument.parse(json), problems, Sample::read);
        assertThat(ignored).isNotNull();
        return problems.list();
    }

    private static List<com.networknt.schema.Error> errors(String json) {
        return SCHEMA.validate(json, InputFormat.JSON);
    }
}
