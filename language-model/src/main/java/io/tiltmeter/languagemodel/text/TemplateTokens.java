package io.tiltmeter.languagemodel.text;

import io.tiltmeter.languagemodel.text.Borders.Border;
import io.tiltmeter.languagemodel.text.ConversationFormat.Owner;
import io.tiltmeter.languagemodel.text.Piece.Kind;
import io.tiltmeter.languagemodel.text.Piece.Loss;
import io.tiltmeter.languagemodel.text.SpecialTokens.Adds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The special tokens of one template in one vocabulary, and checks that texts do not contain them. */
final class TemplateTokens {

    private static final int SHOWN_CHARACTERS = 60;

    private final PromptTemplate template;
    private final Borders borders;
    private final Map<String, Integer> named = new LinkedHashMap<>();
    private final Set<String> turnTokens = new TreeSet<>();
    private final Map<Integer, String> reserved = new HashMap<>();
    private final Set<SpecialToken> foundInTexts = new HashSet<>();
    private SpecialToken beginning;
    private SpecialToken ownBeginning;
    private SpecialToken documentBeginning;
    private SpecialToken end;

    /** @throws IllegalArgumentException naming all tokens that the vocabulary lacks and all impossible borders */
    TemplateTokens(Tokenizer tokenizer, PromptTemplate template, Borders borders) {
        this.template = template;
        this.borders = borders;
        ConversationFormat format = template.format();
        List<String> faults = borders.faults(template);
        List<String> missing = new ArrayList<>();
        for (String token : new TreeSet<>(format.specialTokens())) {
            if (isOneToken(tokenizer, token)) {
                named.put(token, tokenizer.idOf(token));
            } else {
                missing.add(token);
            }
        }
        if (format.beginning() != Owner.TEXT || borders.beginning() == Border.ADDED || borders.end() == Border.ADDED) {
            find(tokenizer.specialTokens(), missing);
        }
        if (!missing.isEmpty()) {
            faults.add("template '" + template.id() + "' needs special tokens that the vocabulary of "
                    + tokenizer.vocabularySize() + " tokens lacks: " + String.join(", ", missing)
                    + "; use another template or a tokenizer that has them"
                    + " (tokenizer_config.json names bos_token and eos_token)");
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
        turnTokens.forEach(token -> reserved.put(tokenizer.idOf(token), token));
        if (beginning != null) {
            reserved.put(beginning.id(), beginning.text());
        }
        named.forEach((token, id) -> foundInTexts.add(new SpecialToken(token, id)));
        Stream.of(beginning, end)
                .filter(token -> token != null && isOneToken(tokenizer, token.text()))
                .forEach(foundInTexts::add);
    }

    private void find(SpecialTokens tokens, List<String> missing) {
        ConversationFormat format = template.format();
        if (borders.beginning() == Border.ADDED) {
            beginning = tokens.beginning().orElse(null);
            if (beginning == null) {
                missing.add("a beginning-of-sequence token (bos_token)");
            }
        } else {
            ownBeginning = tokens.beginning()
                    .filter(token -> !tokens.end().equals(Optional.of(token)))
                    .orElse(null);
        }
        if (format.beginning() == Owner.CHAT_TEMPLATE && tokens.addsBeginning() == Adds.YES) {
            documentBeginning = tokens.beginning().orElse(null);
        }
        if (borders.end() == Border.ADDED) {
            end = tokens.end().orElse(null);
            if (end == null && format.specialTokens().isEmpty()) {
                missing.add("an end-of-sequence token (eos_token)");
            }
        }
        turnTokens.addAll(format.specialTokens());
        if (end != null
                && format.end() == Owner.FORMAT
                && format.specialTokens().isEmpty()) {
            turnTokens.add(end.text());
        }
    }

    /** Id of a piece that is not a text. */
    int id(Piece piece) {
        return token(piece).id();
    }

    /** The token of a piece as a part of the text; empty if the tokenizer does not find it there by its name. */
    Optional<SpecialToken> mark(Piece piece) {
        return piece.kind() == Kind.TEXT
                ? Optional.empty()
                : Optional.of(token(piece)).filter(foundInTexts::contains);
    }

    private SpecialToken token(Piece piece) {
        return switch (piece.kind()) {
            case SPECIAL -> new SpecialToken(piece.text(), named.get(piece.text()));
            case BEGINNING -> beginning;
            case END -> {
                if (end == null) {
                    throw new IllegalArgumentException(
                            "a document ends with the end-of-sequence token, and the tokenizer"
                                    + " declares none (eos_token in tokenizer_config.json)");
                }
                yield end;
            }
            case TEXT -> throw new IllegalStateException("a text has no single id: " + piece.text());
        };
    }

    /** The template's pieces without an end token that is not added. */
    List<Piece> bordered(List<Piece> pieces) {
        return pieces.stream()
                .filter(piece -> piece.kind() != Kind.END || borders.end() == Border.ADDED)
                .toList();
    }

    /**
     * The id that is put in front of the text without being a part of it, as a post-processor does; none if the text writes
     * its own. Documents have no beginning token of their own in any format.
     *
     * @param firstLoss scored for a document
     */
    OptionalInt addedBeginning(List<Piece> pieces, Loss firstLoss) {
        SpecialToken added =
                borders.beginning() == Border.NOT_ADDED && firstLoss == Loss.SCORED ? documentBeginning : beginning;
        return added == null || pieces.stream().anyMatch(piece -> piece.kind() == Kind.BEGINNING)
                ? OptionalInt.empty()
                : OptionalInt.of(added.id());
    }

    /** As {@link #checkLearnt}; where documents begin with the beginning token, theirs must not contain it. */
    void checkDocument(String text) {
        if (documentBeginning != null && text.contains(documentBeginning.text())) {
            throw new IllegalArgumentException("the beginning-of-sequence token " + documentBeginning.text()
                    + " would be doubled: the document " + shown(text, documentBeginning.text())
                    + " contains one, and the tokenizer adds one to texts; take it out of the text");
        }
        checkLearnt("the document", text);
    }

    /**
     * Checks the ids of texts for tokens that {@link #checkGiven} refuses by their names: a normalizer can make such a name of
     * other characters.
     */
    void checkTexts(int[] ids) {
        for (int id : ids) {
            if (reserved.containsKey(id)) {
                throw new IllegalArgumentException("a text becomes the special token " + reserved.get(id)
                        + " in this tokenizer, which template '" + template.id()
                        + "' writes itself: the model would read it as the border of a turn; take what resembles it out"
                        + " of the text");
            }
        }
    }

    /**
     * Checks that a text contains neither a beginning token where one is added, nor a token that separates this template's
     * turns.
     *
     * @param what the text is, such as {@code the instruction}
     * @throws IllegalArgumentException naming the text, both sources of the token, and the remedy
     */
    void checkGiven(String what, String text) {
        if (beginning != null && text.contains(beginning.text())) {
            throw doubled(
                    what, text, "beginning", beginning.text(), template.format().beginning());
        }
        for (String token : turnTokens) {
            if (text.contains(token)) {
                throw new IllegalArgumentException(what + " " + shown(text, token) + " contains " + token
                        + ", which template '" + template.id()
                        + "' writes as a special token: the model would read it as the border of a turn; take it out"
                        + " of the text");
            }
        }
    }

    /** As {@link #checkGiven}; and the text must not end with the end token that is added to it. */
    void checkLearnt(String what, String text) {
        if (end != null && text.stripTrailing().endsWith(end.text())) {
            throw doubled(what, text, "end", end.text(), template.format().end());
        }
        checkGiven(what, text);
    }

    /** Texts may contain their own beginning token once. @throws IllegalArgumentException if it is there twice */
    void checkBeginning(int[] ids) {
        if (ids.length > 1 && ownBeginning != null && ids[0] == ownBeginning.id() && ids[1] == ownBeginning.id()) {
            throw new IllegalArgumentException("the example begins with the beginning-of-sequence token " + ownBeginning
                    + " twice: both are in its text, since Borders.beginning is NOT_ADDED; take one out of the text");
        }
    }

    private IllegalArgumentException doubled(String what, String text, String border, String token, Owner owner) {
        String both = "the " + border + "-of-sequence token " + token + " would be doubled: " + what + " "
                + shown(text, token) + " contains one, and ";
        return new IllegalArgumentException(
                owner == Owner.FORMAT
                        ? both + "template '" + template.id() + "' writes one; take it out of the text"
                        : both + "Borders." + border + " is ADDED with template '" + template.id()
                                + "'; take it out of the text, or use Borders with " + border + " NOT_ADDED");
    }

    private static String shown(String text, String token) {
        int at = text.indexOf(token);
        int from = text.offsetByCodePoints(0, text.codePointCount(0, Math.max(0, at - SHOWN_CHARACTERS / 2)));
        int to = Math.min(text.length(), at + token.length() + SHOWN_CHARACTERS / 2);
        return "'" + (from > 0 ? "..." : "") + text.substring(from, to) + (to < text.length() ? "..." : "") + "'";
    }

    private static boolean isOneToken(Tokenizer tokenizer, String token) {
        int[] ids = tokenizer.encode(token);
        return tokenizer.find(token).isPresent() && ids.length == 1 && ids[0] == tokenizer.idOf(token);
    }
}
