package io.tiltmeter.dataset.suite;

import io.tiltmeter.contracts.suite.Choices;
import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.List;
import java.util.Optional;

/** An item before it has an id: closed-book and without an answer until a shape adds them. */
final class ItemDraft {
    private final String question;
    private String givenId;
    private String givenClusterId = "";
    private String clusterKey;
    private String context = "";
    private String contextAnswer = "";
    private String memoryAnswer = "";
    private List<String> contextAliases = List.of();
    private List<String> memoryAliases = List.of();
    private List<String> tags = List.of();
    private Optional<Choices> choices = Optional.empty();
    private Optional<String> solution = Optional.empty();

    /** A draft with the file's own id, if it has one. */
    ItemDraft(RowFields fields, String question) {
        this.question = question;
        this.givenId = fields.optional("id");
        this.clusterKey = question;
    }

    ItemDraft id(String given) {
        givenId = given;
        return this;
    }

    /** The file's own cluster id; blank if it has none. */
    ItemDraft clusterId(String given) {
        givenClusterId = given;
        return this;
    }

    /** Drafts with the same key become a cluster, whatever their case and spaces; the question, if nothing else is. */
    ItemDraft clusterKey(String key) {
        clusterKey = key;
        return this;
    }

    ItemDraft context(String text) {
        context = text;
        return this;
    }

    ItemDraft contextAnswer(String answer, List<String> aliases) {
        contextAnswer = answer;
        contextAliases = aliases;
        return this;
    }

    ItemDraft memoryAnswer(String answer, List<String> aliases) {
        memoryAnswer = answer;
        memoryAliases = aliases;
        return this;
    }

    ItemDraft tags(List<String> all) {
        tags = all;
        return this;
    }

    /** The right one is the memory answer. */
    ItemDraft choices(Optional<Choices> all) {
        choices = all;
        return memoryAnswer(all.map(Choices::correctText).orElse(""), List.of());
    }

    ItemDraft solution(String text) {
        solution = Optional.of(text);
        return this;
    }

    String givenId() {
        return givenId;
    }

    String givenClusterId() {
        return givenClusterId;
    }

    String clusterKey() {
        return clusterKey;
    }

    /** The texts that a derived id is a hash of. */
    String[] texts() {
        List<String> choiceTexts = choices.map(Choices::texts).orElse(List.of());
        return new String[] {context, question, contextAnswer, memoryAnswer, choiceTexts.toString()};
    }

    SuiteItem item(String id, String clusterId) {
        return new SuiteItem(
                id,
                clusterId,
                context,
                question,
                contextAnswer,
                memoryAnswer,
                contextAliases,
                memoryAliases,
                tags,
                choices,
                solution);
    }
}
