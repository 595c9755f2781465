package io.usher.scim.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.usher.platform.Problem;
import java.util.UUID;
import java.util.function.LongPredicate;

/**
 * What clients write to the resources of one type, whichever message brings it: a request of its own or an operation of a bulk.
 * Each method is a transaction, or part of the one it is called in, and answers the version that the resource has then.
 */
sealed interface ResourceWrites permits UserWrites, GroupWrites {

    /** @throws Problem as the schema and the directory refuse it */
    long create(UUID id, JsonNode body);

    /** @throws Problem {@code NOT_FOUND}, or as the schema and the directory refuse it */
    long replace(String id, LongPredicate expectedVersion, JsonNode body);

    /** @throws Problem {@code NOT_FOUND}, or as the engine and the directory refuse it */
    long patch(String id, LongPredicate expectedVersion, JsonNode body);

    /** @throws Problem {@code NOT_FOUND}, or as the directory refuses it */
    void delete(String id, LongPredicate expectedVersion);
}
