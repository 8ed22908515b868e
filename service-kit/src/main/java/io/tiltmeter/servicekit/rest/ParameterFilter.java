package io.tiltmeter.servicekit.rest;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses query parameters that the operation does not have, since a misspelt filter would select everything. */
public class ParameterFilter {
    /** Of the operations that were called; empty for one that reads the whole query itself. */
    private final Map<Method, Optional<Set<String>>> known = new ConcurrentHashMap<>();

    @ServerRequestFilter
    public void refuse(ContainerRequestContext request, ResourceInfo operation) {
        Set<String> sent = request.getUriInfo().getQueryParameters().keySet();
        Method method = sent.isEmpty() ? null : operation.getResourceMethod();
        if (method != null) {
            known.computeIfAbsent(method, ParameterFilter::parameters).ifPresent(names -> check(sent, names));
        }
    }

    private static void check(Set<String> sent, Set<String> known) {
        List<Fault> faults = sent.stream()
                .filter(name -> !known.contains(name))
                .map(name -> unknown(name, known))
                .toList();
        if (!faults.isEmpty()) {
            throw new InvalidRequest(faults);
        }
    }

    private static Fault unknown(String name, Set<String> known) {
        String remedy = OtherNames.closest(name, known)
                .map(meant -> "send it as " + meant)
                .orElse("remove it from the address");
        return new Fault(
                "query",
                name,
                known.isEmpty() ? "is no parameter: there are none" : "is not one of " + String.join(", ", known),
                remedy);
    }

    /** In alphabetical order. */
    private static Optional<Set<String>> parameters(Method operation) {
        Set<String> names = new TreeSet<>();
        for (Parameter parameter : operation.getParameters()) {
            if (parameter.getType() == UriInfo.class) {
                return Optional.empty();
            }
            add(parameter.getAnnotation(QueryParam.class), names);
            if (parameter.isAnnotationPresent(BeanParam.class)) {
                addFields(parameter.getType(), names);
            }
        }
        return Optional.of(names);
    }

    private static void addFields(Class<?> bean, Set<String> names) {
        for (Field field : bean.getDeclaredFields()) {
            add(field.getAnnotation(QueryParam.class), names);
            if (field.isAnnotationPresent(BeanParam.class)) {
                addFields(field.getType(), names);
            }
        }
    }

    private static void add(QueryParam parameter, Set<String> names) {
        if (parameter != null) {
            names.add(parameter.value());
        }
    }
}
