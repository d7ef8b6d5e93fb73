// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.architecture;

import io.edgewise.importer.architecture.Bert.ClassifierForm;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The encoders that are known, by `model_type` of `config.json`.
final class Families {
    private static final Map<String, Family> BY_TYPE = Map.of(
            "bert", new Bert("bert.", false, 1e-12, ClassifierForm.POOLER),
            "distilbert", new DistilBert(),
            "albert", new Albert(),
            "electra", new Bert("electra.", false, 1e-12, ClassifierForm.GELU),
            "roberta", new Bert("roberta.", true, 1e-5, ClassifierForm.TANH),
            "camembert", new Bert("roberta.", true, 1e-5, ClassifierForm.TANH),
            "xlm-roberta", new Bert("roberta.", true, 1e-5, ClassifierForm.TANH));

    private Families() {}

    static Optional<Family> of(String modelType) {
        return Optional.ofNullable(BY_TYPE.get(modelType));
    }

    static Set<String> names() {
        return new TreeSet<>(BY_TYPE.keySet());
    }
}
