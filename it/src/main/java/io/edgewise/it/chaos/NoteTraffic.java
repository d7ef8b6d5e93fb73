// SPDX-License-Identifier: Apache-2.0
package io.edgewise.it.chaos;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.edgewise.it.GatewayProcess;
import io.edgewise.it.RandomWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Notes that a tiny model of random weights answers with a long text of a form, published while it is written:
/// there is always a stream under way that a kill can break off. Thread-safe.
final class NoteTraffic implements Traffic {
    private static final Terminals NOTES = new Terminals("notes", Terminals.CHAT.texts());
    /// A text takes a hundred times as long as a verdict.
    private static final int SHARE = 30;
    /// Letters of an answer, with each of which a token comes at most. The form decides how long it is: the
    /// model would end anywhere.
    private static final int LETTERS = 800;

    private static final int CONTEXT = 1_024;
    private static final String SCHEMA = """
            {"type":"object","additionalProperties":false,"required":["note","level"],"properties":{
              "note":{"type":"string","pattern":"^[a-z ]*$","minLength":%1$d,"maxLength":%1$d},
              "level":{"enum":["low","high"]}}}
            """.formatted(LETTERS);

    private final Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SCHEMA, InputFormat.JSON);
    private final Streams streams = new Streams();

    @Override
    public String route() {
        return "notes";
    }

    @Override
    public Terminals terminals() {
        return NOTES;
    }

    @Override
    public String results() {
        return "orders/+";
    }

    @Override
    public int messages(int asked) {
        return Math.max(1, asked / SHARE);
    }

    @Override
    public String sections(Path folder) {
        Path bundle = RandomWriter.bundle(folder, CONTEXT);
        GatewayProcess.write(folder.resolve("form.json"), SCHEMA);
        return """
                generators:
                  writer: { bundle: "%1$s", context: %2$d, texts: 2 }
                routes:
                  - name: notes
                    from: notes/+/text
                    payload: json:/text
                    steps:
                      - generate: { generator: writer, schema: form.json, max-tokens: %2$d, stream: { every: 5ms } }
                    to: orders/{1}
                    deadline: 10m
                """.formatted(bundle, CONTEXT);
    }

    /// Whole, and of its form. The same text may be answered with another one: a prompt of which a part is
    /// remembered is computed in other portions, and what is as good as equally likely is decided by rounding.
    @Override
    public String answer(JsonNode result) {
        JsonNode generation = result.path("generation");
        String finish = generation.path("finish").asString("missing");
        if (!finish.equals("end")) {
            throw new IllegalArgumentException("a result whose finish is " + finish + ": " + result);
        }
        List<Error> errors = schema.validate(generation.path("value").toString(), InputFormat.JSON);
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException("a result that is not of its form: " + errors + ": " + result);
        }
        streams.result(Ledger.number(result), generation.path("value"));
        return "a whole one";
    }

    @Override
    public Optional<Streams> streams() {
        return Optional.of(streams);
    }
}
