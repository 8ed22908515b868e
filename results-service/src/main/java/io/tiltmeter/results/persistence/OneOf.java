package io.tiltmeter.results.persistence;

import org.hibernate.boot.model.FunctionContributions;
import org.hibernate.boot.model.FunctionContributor;
import org.hibernate.query.sqm.function.SqmFunctionRegistry;
import org.hibernate.type.BasicType;
import org.hibernate.type.BasicTypeRegistry;
import org.hibernate.type.StandardBasicTypes;

/**
 * PostgreSQL's {@code any} in HQL: {@code runId = one_of(:ids)} with an array. Unlike one with {@code in :ids}, such a query is
 * translated once, and not each time anew for the length of its list.
 */
public final class OneOf implements FunctionContributor {
    private static final String SQL = "any(?1)";

    @Override
    public void contributeFunctions(FunctionContributions contributions) {
        BasicTypeRegistry types = contributions.getTypeConfiguration().getBasicTypeRegistry();
        register("one_of", contributions, types.resolve(StandardBasicTypes.STRING));
        register("one_of_numbers", contributions, types.resolve(StandardBasicTypes.LONG));
    }

    private static void register(String name, FunctionContributions contributions, BasicType<?> type) {
        SqmFunctionRegistry functions = contributions.getFunctionRegistry();
        functions.registerPattern(name, SQL, type);
    }
}
