package io.tiltmeter.servicekit.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.junit.jupiter.api.Test;

class OpenApiDocumentationTest {
    private final Operation boil = operation("KettleResource_boil");
    private final Operation look = operation("KettleResource_look")
            .addParameter(OASFactory.createParameter().name("id").in(Parameter.In.PATH));
    private final Operation list = operation("listOthers")
            .addParameter(OASFactory.createParameter().name("limit").in(Parameter.In.QUERY));
    private final OpenAPI document = OASFactory.createOpenAPI()
            .paths(OASFactory.createPaths()
                    .addPathItem("/kettles", OASFactory.createPathItem().POST(boil))
                    .addPathItem("/kettles/{id}", pathItem(look))
                    .addPathItem("/others", pathItem(list)));

    OpenApiDocumentationTest() {
        new OpenApiDocumentation().filterOpenAPI(document);
    }

    @Test
    void everyOperationHasTheIdThatIsWrittenForIt() {
        assertEquals("boilKettle", boil.getOperationId());
        assertEquals("showKettle", look.getOperationId());
        assertEquals("listOthers", list.getOperationId());
    }

    @Test
    void aServiceIsNotBuiltIfOperationsHaveNoIdOrShareOne() {
        OpenAPI faulty = OASFactory.createOpenAPI()
                .paths(OASFactory.createPaths()
                        .addPathItem("/pots", pathItem(operation("PotResource_list")))
                        .addPathItem("/cups", pathItem(operation("listCups")))
                        .addPathItem("/mugs", pathItem(operation("listCups")))
                        .addPathItem("/jugs", pathItem(operation("listJugs"))));
        IllegalStateException refusal =
                assertThrows(IllegalStateException.class, () -> new OpenApiDocumentation().filterOpenAPI(faulty));
        assertTrue(
                refusal.getMessage().startsWith("operationId of [PotResource_list, listCups] is"),
                refusal.getMessage());
    }

    @Test
    void aRequestHasItsExamplesAndItsSchemaWithLimitsAsAComponent() {
        MediaType body = boil.getRequestBody().getContent().getMediaType("application/json");
        assertEquals("Few rows", body.getExamples().get("few").getSummary());
        assertEquals(Map.of("rows", 2), body.getExamples().get("few").getValue());
        assertEquals("#/components/schemas/Limits", body.getSchema().getRef());
        assertEquals(
                BigDecimal.TEN,
                document.getComponents()
                        .getSchemas()
                        .get("Limits")
                        .getProperties()
                        .get("rows")
                        .getMaximum());
    }

    @Test
    void whatIsAcceptedSaysWhereAndErrorsAreProblems() {
        assertEquals(
                Set.of("200", "202", "400", "409"),
                boil.getResponses().getAPIResponses().keySet());
        assertTrue(boil.getResponses().getAPIResponse("202").getHeaders().containsKey("Location"));
        assertEquals(
                Map.of("state", "waiting"),
                boil.getResponses()
                        .getAPIResponse("202")
                        .getContent()
                        .getMediaType("application/json")
                        .getExamples()
                        .get("waiting")
                        .getValue());
        MediaType conflict =
                boil.getResponses().getAPIResponse("409").getContent().getMediaType(Problem.MEDIA_TYPE);
        assertEquals("#/components/schemas/Problem", conflict.getSchema().getRef());
        assertTrue(document.getComponents()
                .getSchemas()
                .get("Problem")
                .getProperties()
                .containsKey("faults"));
    }

    @Test
    void theUsualErrorsFollowFromTheParameters() {
        assertEquals(Set.of("200", "404"), look.getResponses().getAPIResponses().keySet());
        assertEquals(Set.of("200", "400"), list.getResponses().getAPIResponses().keySet());
        assertFalse(list.getResponses().getAPIResponse("400").getDescription().isBlank());
    }

    @Test
    void parametersAreDescribedForOneOperationOrForAll() {
        Parameter id = look.getParameters().get(0);
        assertEquals("The name of the kettle", id.getDescription());
        assertEquals("blue", id.getExample());
        Parameter limit = list.getParameters().get(0);
        assertEquals("At most so many entries", limit.getDescription());
        assertEquals(20, limit.getExample());
        assertTrue(limit.getRequired());
    }

    @Test
    void aResponseMayHaveSeveralMediaTypes() {
        assertEquals("Does not heat it.", look.getDescription());
        APIResponse response = look.getResponses().getAPIResponse("200");
        assertEquals("The kettle", response.getDescription());
        assertEquals(
                Map.of("state", "cold"),
                response.getContent()
                        .getMediaType("application/json")
                        .getExamples()
                        .get("cold")
                        .getValue());
        Schema picture = response.getContent().getMediaType("image/png").getSchema();
        assertEquals(List.of(Schema.SchemaType.STRING), picture.getType());
        assertEquals("binary", picture.getFormat());
    }

    private static PathItem pathItem(Operation get) {
        return OASFactory.createPathItem().GET(get);
    }

    private static Operation operation(String id) {
        return OASFactory.createOperation()
                .operationId(id)
                .responses(OASFactory.createAPIResponses()
                        .addAPIResponse("200", OASFactory.createAPIResponse().description("OK")));
    }
}
