package io.tiltmeter.dataset.lab;

/**
 * A subject, a relation and an answer: true in the world, or drawn for one text only.
 *
 * @param subject what it is about
 * @param relation one of the relations of the subject's type
 * @param answer a member of the relation's pool
 */
public record Fact(Subject subject, Relation relation, String answer) {
    public Fact {
        if (!subject.type().relations().contains(relation)) {
            throw new IllegalArgumentException("a " + subject.type().label() + " has no " + relation.label());
        }
    }
}
