package io.usher.scim.filter;

import org.apache.directory.scim.spec.filter.FilterExpression;
import org.apache.directory.scim.spec.filter.attribute.AttributeReference;
import org.jspecify.annotations.Nullable;

/**
 * The {@code path} of a PATCH operation (RFC 7644 figure 7).
 *
 * @param attribute what stands before the brackets, with its URN and, when there are no brackets, its sub-attribute.
 *     A schema URN alone cannot be told from a qualified name without the schema: {@code urn:…:enterprise:2.0:User} comes as
 *     URN {@code urn:…:enterprise:2.0} and name {@code User}. Whoever knows the schemas asks first whether
 *     {@link AttributeReference#getFullyQualifiedAttributeName()}, the text as it was written, is the URN of one
 * @param valueFilter what stands between the brackets, or null without brackets; its names are bare sub-attributes
 * @param subAttribute what follows the dot, with or without brackets, or null
 */
public record PatchPath(
        AttributeReference attribute,
        @Nullable FilterExpression valueFilter,
        @Nullable String subAttribute) {}
