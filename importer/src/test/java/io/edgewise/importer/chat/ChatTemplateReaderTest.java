// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.inference.bundle.ChatTemplate;
import io.edgewise.inference.bundle.ChatTemplate.Turn;
import io.edgewise.inference.wrap.Findings;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChatTemplateReaderTest {
    private static final ChatTemplate CHAT_ML = new ChatTemplate(
            "",
            new Turn("<|im_start|>system\n", "<|im_end|>\n"),
            new Turn("<|im_start|>user\n", "<|im_end|>\n"),
            new Turn("<|im_start|>assistant\n", "<|im_end|>\n"));

    private final Findings findings = new Findings();

    private Optional<ChatTemplate> read(String template, String begin, String end) {
        return new ChatTemplateReader(findings).read(new ChatSource("chat_template.jinja", template, begin, end));
    }

    private ChatTemplate family(String family, String begin, String end) {
        Optional<ChatTemplate> template = read(Families.template(family), begin, end);
        assertThat(findings.problems()).isEmpty();
        return template.orElseThrow();
    }

    private String refusal(String template) {
        assertThat(read(template, "<s>", "</s>")).isEmpty();
        assertThat(findings.problems()).hasSize(1);
        assertThat(findings.problems().getFirst()).startsWith("chat_template.jinja: ");
        return findings.problems().getFirst();
    }

    @Test
    void readsChatMl() {
        assertThat(family("chatml", "<|im_start|>", "<|im_end|>")).isEqualTo(CHAT_ML);
        assertThat(findings.notes()).isEmpty();
    }

    @Test
    void whatATemplateSaysWhenNobodyElseDoesIsANote() {
        assertThat(family("smollm2", "<|im_start|>", "<|im_end|>")).isEqualTo(CHAT_ML);

        assertThat(findings.notes()).hasSize(1);
        assertThat(findings.notes().getFirst())
                .startsWith(
                        "chat_template.jinja: when nobody speaks as the operator, the template says as the operator:"
                                + " \"You are a helpful AI assistant named SmolLM, trained by Hugging Face\"; ");
    }

    @Test
    void readsQwen() {
        assertThat(family("qwen2.5", "", "<|im_end|>")).isEqualTo(CHAT_ML);
        assertThat(findings.notes().getFirst())
                .contains("\"You are Qwen, created by Alibaba Cloud. You are a helpful assistant.\"");
        assertThat(family("qwen3", "", "<|im_end|>")).isEqualTo(CHAT_ML);
    }

    @Test
    void readsLlama3WhichTrimsWhatIsSaid() {
        ChatTemplate expected = new ChatTemplate(
                "<|begin_of_text|>",
                new Turn("<|start_header_id|>system<|end_header_id|>\n\n", "<|eot_id|>", true),
                new Turn("<|start_header_id|>user<|end_header_id|>\n\n", "<|eot_id|>", true),
                new Turn("<|start_header_id|>assistant<|end_header_id|>\n\n", "<|eot_id|>", true));

        assertThat(family("llama3", "<|begin_of_text|>", "<|eot_id|>")).isEqualTo(expected);
    }

    /// Its first form asks for an answer whether one is to come or not. The marks are the same in the end.
    @Test
    void readsATemplateThatAlwaysAsksForAnAnswer() {
        ChatTemplate template = family("llama3-always", "<|begin_of_text|>", "<|eot_id|>");

        assertThat(template.begin()).isEqualTo("<|begin_of_text|>");
        assertThat(template.user().prefix()).isEqualTo("<|start_header_id|>user<|end_header_id|>\n\n");
        assertThat(template.user().suffix() + template.assistant().prefix())
                .isEqualTo("<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n");
        assertThat(template.assistant().suffix()).isEqualTo("<|eot_id|>");
    }

    @Test
    void readsGemma3WhichSaysTheSystemMessageInTheFirstQuestion() {
        assertThat(family("gemma3", "<bos>", "<eos>"))
                .isEqualTo(new ChatTemplate(
                        "<bos>",
                        new Turn("", "\n\n"),
                        new Turn("<start_of_turn>user\n", "<end_of_turn>\n", true),
                        new Turn("<start_of_turn>model\n", "<end_of_turn>\n", true),
                        true));
        assertThat(findings.notes()).isEmpty();
    }

    @Test
    void aTemplateThatRefusesSystemMessagesIsReadWithANote() {
        ChatTemplate template = family("gemma", "<bos>", "<eos>");

        assertThat(template.systemInUser()).isTrue();
        assertThat(template.system()).isEqualTo(new Turn("", "\n\n", true));
        assertThat(template.assistant()).isEqualTo(new Turn("<start_of_turn>model\n", "<end_of_turn>\n", true));
        assertThat(findings.notes()).hasSize(1);
        assertThat(findings.notes().getFirst())
                .contains("knows no system messages (it says \"System role not supported\")");
    }

    @Test
    void readsMistral() {
        ChatTemplate template = family("mistral-v0.1", "<s>", "</s>");

        assertThat(template)
                .isEqualTo(new ChatTemplate(
                        "<s>", new Turn("", "\n\n"), new Turn("[INST] ", " [/INST]"), new Turn("", "</s> "), true));
        assertThat(findings.notes().getFirst()).contains("must alternate");
        assertThat(family("mistral-v0.2", "<s>", "</s>").assistant()).isEqualTo(new Turn("", "</s>"));
    }

    @Test
    void aTemplateThatLeavesSystemMessagesOutIsReadWithANote() {
        ChatTemplate template = family("phi3", "<s>", "<|endoftext|>");

        assertThat(template)
                .isEqualTo(new ChatTemplate(
                        "<s>",
                        new Turn("", "\n\n"),
                        new Turn("<|user|>\n", "<|end|>\n<|assistant|>\n"),
                        new Turn("", "<|end|>\n"),
                        true));
        assertThat(findings.notes().getFirst()).contains("knows no system messages (it leaves them out)");
    }

    /// It ends texts with a control piece of its own when no answer is to come.
    @Test
    void readsPhi() {
        assertThat(family("phi3.5", "<s>", "<|endoftext|>"))
                .isEqualTo(new ChatTemplate(
                        "",
                        new Turn("<|system|>\n", "<|end|>\n"),
                        new Turn("<|user|>\n", "<|end|>\n"),
                        new Turn("<|assistant|>\n", "<|end|>\n")));
    }

    @Test
    void readsZephyrAndTinyLlama() {
        ChatTemplate expected = new ChatTemplate(
                "",
                new Turn("<|system|>\n", "</s>\n"),
                new Turn("<|user|>\n", "</s>\n"),
                new Turn("<|assistant|>\n", "</s>\n"));

        assertThat(family("zephyr", "<s>", "</s>")).isEqualTo(expected);
        assertThat(family("tinyllama", "<s>", "</s>")).isEqualTo(expected);
    }

    @Test
    void readsATemplateWithoutControlPieces() {
        assertThat(family("vicuna", "<s>", "</s>"))
                .isEqualTo(new ChatTemplate(
                        "", new Turn("", "\n\n"), new Turn("USER: ", "\n"), new Turn("ASSISTANT: ", "</s>\n")));
    }

    @Test
    void rulesAroundAConversationAreRefused() {
        assertThat(refusal(Families.template("guard")))
                .contains("marks an answer that is to come with \"\\n\\n<END CONVERSATION>", "isn't understood");
        assertThat(refusalOfChatMl(
                        "{% for message in messages %}",
                        "{{ 'Rules' if messages|length > 3 }}{% for message in messages %}"))
                .contains("it makes \"Rules<|im_start|>");
    }

    @Test
    void anAnswerThatBeginsOtherwiseIsRefused() {
        assertThat(refusal(Families.template("thinking")))
                .contains("marks an answer that is to come with \"<|im_end|>\\n<|im_start|>assistant\\n<think>\\n\"");
    }

    @Test
    void theDateIsRefusedByName() {
        assertThat(refusal(Families.template("dated")))
                .startsWith("chat_template.jinja: line 4, column 31: the function \"strftime_now\" isn't understood");
    }

    /// It takes white space away between the operator's text and the question, but only where they meet its
    /// ends.
    @Test
    void whatIsTrimmedInPartIsRefused() {
        assertThat(refusal(Families.template("llama2").replace("' '  + content", "content")))
                .contains("does more than mark turns: of a conversation (system, user)", " at character ");
        assertThat(refusalOfChatMl("message['content']", "message['content'].lstrip()"))
                .contains("does more than mark");
    }

    private String refusalOfChatMl(String part, String instead) {
        String template = Families.template("chatml");
        assertThat(template).contains(part);
        Findings own = new Findings();
        ChatSource source = new ChatSource("other", template.replace(part, instead), "<s>", "</s>");
        assertThat(new ChatTemplateReader(own).read(source)).isEmpty();
        return own.problems().getFirst();
    }

    @Test
    void whatIsChangedIsRefused() {
        String content = "message['content']";
        assertThat(refusalOfChatMl(content, content + "|upper")).contains("is left out or changed");
        assertThat(refusalOfChatMl(content, content + " + " + content)).contains("is said elsewhere or twice");
        assertThat(refusalOfChatMl(content, content + "|replace('\\n\\n', '\\n')"))
                .contains("does more than mark");
        assertThat(refusalOfChatMl(content, content + "[:40]")).contains("does more than mark");
        assertThat(refusalOfChatMl(content, "(" + content + "|replace('<', '&lt;'))"))
                .contains("does more than mark turns: of a conversation (", "it makes ", " where its marks make ");
    }

    @Test
    void turnsThatAreMarkedOtherwiseLaterAreRefused() {
        assertThat(refusalOfChatMl("'<|im_end|>'", "('<|im_end|>' if loop.index < 5 else '<|end|>')"))
                .contains("does more than mark turns: of a conversation (user, assistant, user, assistant, user)");
        assertThat(refusalOfChatMl("'<|im_start|>' + message", "(loop.index ~ '<|im_start|>') + message"))
                .contains("isn't understood");
        assertThat(refusalOfChatMl("{% for message in messages %}", "{% for message in messages[-1:] %}"))
                .contains("the text of user is left out or changed");
        assertThat(refusalOfChatMl("{% for message in messages %}", "{% for message in messages[::-1] %}"))
                .contains("is said elsewhere or twice");
    }

    @Test
    void aTemplateThatSaysNothingIsRefused() {
        assertThat(refusal("")).contains("left out or changed");
        assertThat(read("{{ messages }}", "", "")).isEmpty();
    }
}
