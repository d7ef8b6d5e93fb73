// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.decoder;

import io.edgewise.importer.checkpoint.Configuration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Decoders, and what is taken for them, of which no graph is written, by `model_type` of `config.json`; and
/// the keys that give others of their kind away.
final class UnsupportedDecoders {
    private static final String EXPERTS = "is a mixture of experts: which weights a token needs is known only while it"
            + " runs, and a graph would compute them all";
    private static final String ALIBI =
            "tells positions by a distance added to the scores (ALiBi), and graphs are written"
                    + " with turning or tables of positions";
    private static final String TWO_PARTS =
            "has an encoder and a decoder that reads it, and graphs are written of" + " decoders alone";
    private static final String SENSES =
            "reads pictures or sounds beside texts: have the model for texts in it saved as a"
                    + " checkpoint of its own, if there is one";
    private static final String STATES =
            "keeps a state in the place of keys and values of past tokens, and graphs are" + " written with attention";
    private static final String STRETCHED =
            "keeps queries, keys and values in one matrix and, in its longer forms, turns"
                    + " positions otherwise in long texts than in short ones (longrope)";
    private static final String ENCODER = "is an encoder: it reads texts and writes none";

    private static final Map<String, String> BY_TYPE = byType();

    private UnsupportedDecoders() {}

    /// Whether it is one that is refused, and no encoder.
    static boolean writes(Configuration config) {
        return reason(config).filter(reason -> !reason.equals(ENCODER)).isPresent();
    }

    private static Map<String, String> byType() {
        Map<String, String> reasons = new HashMap<>();
        note(
                reasons,
                EXPERTS,
                List.of(
                        "mixtral",
                        "qwen2_moe",
                        "qwen3_moe",
                        "qwen3_next",
                        "deepseek_v2",
                        "deepseek_v3",
                        "olmoe",
                        "phimoe",
                        "granitemoe",
                        "dbrx",
                        "gpt_oss",
                        "minimax",
                        "ernie4_5_moe",
                        "glm4_moe"));
        note(reasons, ALIBI, List.of("bloom", "mpt", "baichuan"));
        note(
                reasons,
                TWO_PARTS,
                List.of(
                        "t5",
                        "mt5",
                        "umt5",
                        "longt5",
                        "bart",
                        "mbart",
                        "pegasus",
                        "marian",
                        "m2m_100",
                        "blenderbot",
                        "led",
                        "prophetnet",
                        "t5gemma",
                        "encoder-decoder"));
        note(
                reasons,
                SENSES,
                List.of(
                        "llava",
                        "llava_next",
                        "gemma3",
                        "gemma3n",
                        "paligemma",
                        "qwen2_vl",
                        "qwen2_5_vl",
                        "qwen3_vl",
                        "mllama",
                        "llama4",
                        "idefics",
                        "idefics2",
                        "idefics3",
                        "smolvlm",
                        "internvl",
                        "pixtral",
                        "mistral3",
                        "phi4_multimodal",
                        "qwen2_audio",
                        "whisper"));
        note(
                reasons,
                STATES,
                List.of(
                        "mamba",
                        "mamba2",
                        "falcon_mamba",
                        "rwkv",
                        "jamba",
                        "zamba",
                        "zamba2",
                        "bamba",
                        "recurrent_gemma",
                        "xlstm",
                        "lfm2",
                        "granitemoehybrid"));
        note(reasons, STRETCHED, List.of("phi3"));
        note(
                reasons,
                ENCODER,
                List.of(
                        "bert",
                        "roberta",
                        "xlm-roberta",
                        "distilbert",
                        "albert",
                        "electra",
                        "camembert",
                        "modernbert"));
        return Map.copyOf(reasons);
    }

    private static void note(Map<String, String> reasons, String why, List<String> types) {
        types.forEach(type -> reasons.put(type, why));
    }

    /// Why no graph is written of it, if it is one of these: the end of a sentence that begins with its name.
    static Optional<String> reason(Configuration config) {
        String type = config.text("model_type").orElse("");
        return Optional.ofNullable(BY_TYPE.get(type)).or(() -> byKeys(config));
    }

    private static Optional<String> byKeys(Configuration config) {
        if (config.has("vision_config") || config.has("audio_config")) {
            return Optional.of(SENSES);
        }
        if (config.flag("is_encoder_decoder").orElse(false)) {
            return Optional.of(TWO_PARTS);
        }
        if (config.flag("alibi").orElse(false)) {
            return Optional.of(ALIBI);
        }
        boolean experts = List.of("num_experts", "num_local_experts", "n_routed_experts").stream()
                .anyMatch(key -> config.number(key, 0, 0, DecoderKeys.MOST_POSITIONS) > 1);
        return experts ? Optional.of(EXPERTS) : Optional.empty();
    }
}
