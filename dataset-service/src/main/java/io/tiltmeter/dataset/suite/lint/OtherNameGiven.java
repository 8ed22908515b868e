package io.tiltmeter.dataset.suite.lint;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A context that introduces a person by two names: after a substitution, one of them is probably the old one. */
final class OtherNameGiven implements LintCheck {
    /** The last repeat is possessive: it would take a part of the stack for each word. */
    private static final Pattern PHRASE = Pattern.compile(
            "\\b(pen name|pseudonym|stage name|real name|birth name|better known (?:as|by)|n\u00e9e|born (?:\\p{Lu}[\\p{L}-]+ ){2,}+)",
            Pattern.UNICODE_CHARACTER_CLASS);

    private static final int AROUND = 40;

    @Override
    public void look(ReadItem item, Consumer<Finding> found) {
        if (!item.item().isConflict()) {
            return;
        }
        String context = item.item().context();
        Matcher phrase = PHRASE.matcher(context);
        if (phrase.find()) {
            String around = context.substring(
                    Math.max(0, phrase.start() - AROUND), Math.min(context.length(), phrase.end() + AROUND));
            found.accept(Finding.warning(
                    "other_name_told",
                    item,
                    "the context gives two names of a person: \"" + around.strip() + "\"",
                    "check that neither is a name of the memory answer \""
                            + item.item().memoryAnswer() + "\""));
        }
    }
}
