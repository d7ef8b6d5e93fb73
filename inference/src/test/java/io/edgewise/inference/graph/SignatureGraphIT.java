// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.graph;

import io.edgewise.inference.TestLibrary;
import io.edgewise.inference.tflite.InterpreterOptions;
import io.edgewise.inference.tflite.Model;
import io.edgewise.inference.tflite.ModelFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

class SignatureGraphIT extends GraphContract {
    private final List<Model> models = new ArrayList<>();

    @Override
    protected Graph open(Path file, String signature) {
        Model model = TestLibrary.lite().model(ModelFile.map(file));
        models.add(model);
        return Graph.open(model, InterpreterOptions.cpu(), Optional.of(signature));
    }

    @AfterEach
    void close() {
        models.forEach(Model::close);
    }
}
