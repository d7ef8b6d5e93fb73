// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.bundle;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The JSON Schema of `bundle.json`, as text and as a validator.
final class BundleSchema {
    static final String TEXT = JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build()
                    .writeValueAsString(BundleDescriptorReader.schema())
            + "\n";

    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(TEXT, InputFormat.JSON);

    private BundleSchema() {}

    static List<Error> errors(String bundleJson) {
        return SCHEMA.validate(bundleJson, InputFormat.JSON);
    }
}
