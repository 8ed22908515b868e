package io.tiltmeter.results.persistence;

import org.hibernate.boot.model.FunctionContributions;
import org.hibernate.boot.model.FunctionContributor;
import org.hibernate.query.sqm.function.SqmFunctionRegistry;
import org.hibernate.type.BasicType;
import org.hibernate.type.BasicTypeRegistry;
import org.hibernate.type.StandardBasicTypes;

/**
 * Expressions of PostgreSQL in HQL. {@code runId = one_of(:ids)} is {@code any} with an array: unlike one with {@code in :ids},
 * such a query is translated once, and not each time anew for the length of its list. {@code run_name(document)} is read from
 * a run's stored state, and {@code has_tags(tags, :all)} is whether tags, which are null where there are none, contain all of others.
 */
public final class SqlFunctions implements FunctionContributor {
    private static final String ANY = "any(?1)";
    private static final String HAS_TAGS = "(coalesce(?1, array[]::text[]) @> cast(?2 as text[]))";
    private static final String RUN_NAME = "(cast(?1 as json) ->> 'run_name')";

    @Override
    public void contributeFunctions(FunctionContributions contributions) {
        BasicTypeRegistry types = contributions.getTypeConfiguration().getBasicTypeRegistry();
        BasicType<String> string = types.resolve(StandardBasicTypes.STRING);
        SqmFunctionRegistry functions = contributions.getFunctionRegistry();
        functions.registerPattern("one_of", ANY, string);
        functions.registerPattern("one_of_numbers", ANY, types.resolve(StandardBasicTypes.LONG));
        functions.registerPattern("run_name", RUN_NAME, string);
        functions.registerPattern("has_tags", HAS_TAGS, types.resolve(StandardBasicTypes.BOOLEAN));
    }
}
