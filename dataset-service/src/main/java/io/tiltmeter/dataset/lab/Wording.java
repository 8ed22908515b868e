package io.tiltmeter.dataset.lab;

import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The sentences of the world: statements and questions of each relation, neutral sentences, words of lists. */
final class Wording {
    /** Which of a relation's sentences may be used. */
    enum Selection {
        /** What finetuning and the standard suites use. */
        TRAINING,
        /** What only pretraining and the conflict suite use. */
        HELD_OUT,
        /** What pretraining uses. */
        ALL
    }

    private static final String SUBJECT = "S";
    private static final String ANSWER = "A";
    private static final String END = " A .";

    private final Map<Selection, Map<Relation, List<String>>> statements = new EnumMap<>(Selection.class);
    private final Map<Selection, Map<Relation, List<String>>> questions = new EnumMap<>(Selection.class);
    private final Map<SubjectType, List<String>> fillers = new EnumMap<>(SubjectType.class);
    private final List<String> listWords;

    private Wording() {
        for (Selection selection : Selection.values()) {
            statements.put(selection, new EnumMap<>(Relation.class));
            questions.put(selection, new EnumMap<>(Relation.class));
        }
        for (SubjectType type : SubjectType.values()) {
            SectionedText text = SectionedText.read(Wording.class, type.label() + ".txt");
            for (Relation relation : type.relations()) {
                fill(statements, relation, text, relation.label() + " statements");
                fill(questions, relation, text, relation.label() + " questions");
            }
            fillers.put(type, text.lines("fillers"));
        }
        listWords = SectionedText.read(Wording.class, "words.txt").words("list words");
    }

    static Wording read() {
        return new Wording();
    }

    private static void fill(
            Map<Selection, Map<Relation, List<String>>> into, Relation relation, SectionedText text, String section) {
        List<String> training = text.lines(section);
        List<String> heldOut = text.lines(section + " held out");
        into.get(Selection.TRAINING).put(relation, training);
        into.get(Selection.HELD_OUT).put(relation, heldOut);
        into.get(Selection.ALL)
                .put(
                        relation,
                        Stream.concat(training.stream(), heldOut.stream()).toList());
    }

    /** The fact, stated in a sentence drawn from the selection. */
    String statement(Draws draws, Fact fact, Selection selection) {
        String template = draws.oneOf(statements.get(selection).get(fact.relation()));
        return filled(template, fact.subject().name(), fact.answer());
    }

    /** A question for the fact's answer, drawn from the selection. */
    String question(Draws draws, Fact fact, Selection selection) {
        String template = draws.oneOf(questions.get(selection).get(fact.relation()));
        return filled(template, fact.subject().name(), ANSWER);
    }

    /** A statement of the fact up to its answer, drawn from those of the selection that end in it. */
    String beginning(Draws draws, Fact fact, Selection selection) {
        List<String> beginnings = statements.get(selection).get(fact.relation()).stream()
                .filter(template -> template.endsWith(END))
                .map(template -> template.substring(0, template.length() - END.length()))
                .toList();
        return filled(draws.oneOf(beginnings), fact.subject().name(), ANSWER);
    }

    /** Different neutral sentences that mention the subject and state no fact. */
    List<String> fillers(Draws draws, Subject subject, int count) {
        return draws.some(fillers.get(subject.type()), count).stream()
                .map(template -> filled(template, subject.name(), ANSWER))
                .toList();
    }

    List<String> listWords() {
        return listWords;
    }

    /** Every statement, or question, of a relation as written in its file. */
    List<String> templates(Relation relation, Selection selection) {
        return Stream.concat(
                        statements.get(selection).get(relation).stream(),
                        questions.get(selection).get(relation).stream())
                .toList();
    }

    /** Every word that is not a name, in the order of the files. */
    Set<String> words() {
        Set<String> words = new LinkedHashSet<>();
        for (SubjectType type : SubjectType.values()) {
            type.relations()
                    .forEach(relation -> templates(relation, Selection.ALL)
                            .forEach(template -> words.addAll(List.of(template.split(" ")))));
            fillers.get(type).forEach(template -> words.addAll(List.of(template.split(" "))));
        }
        words.remove(SUBJECT);
        words.remove(ANSWER);
        words.addAll(listWords);
        return words;
    }

    private static String filled(String template, String subject, String answer) {
        StringBuilder sentence = new StringBuilder();
        for (String word : template.split(" ")) {
            String filled = word.equals(SUBJECT) ? subject : word.equals(ANSWER) ? answer : word;
            sentence.append(sentence.isEmpty() ? "" : " ").append(filled);
        }
        return sentence.toString();
    }
}
