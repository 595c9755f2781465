package io.usher.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A token made by somebody else than the server, part by part. */
record Forgery(ObjectNode header, ObjectNode claims) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Starts from what a real token says. */
    static Forgery of(String token) {
        String[] parts = token.split("\\.", -1);
        return new Forgery(decoded(parts[0]), decoded(parts[1]));
    }

    private static ObjectNode decoded(String part) {
        try {
            return (ObjectNode) JSON.readTree(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static JsonNode json(Object value) {
        return JSON.valueToTree(value);
    }

    /** @param value null to leave the name out */
    Forgery header(String name, @org.jspecify.annotations.Nullable Object value) {
        return new Forgery(changed(header, name, value), claims);
    }

    /** @param value null to leave the name out */
    Forgery claim(String name, @org.jspecify.annotations.Nullable Object value) {
        return new Forgery(header, changed(claims, name, value));
    }

    private static ObjectNode changed(ObjectNode node, String name, @org.jspecify.annotations.Nullable Object value) {
        ObjectNode copy = node.deepCopy();
        if (value == null) {
            copy.remove(name);
        } else {
            copy.set(name, json(value));
        }
        return copy;
    }

    /** Header and claims, with the dot between. */
    String content() {
        return base64(header.toString().getBytes(StandardCharsets.UTF_8)) + "."
                + base64(claims.toString().getBytes(StandardCharsets.UTF_8));
    }

    String unsigned() {
        return content() + ".";
    }

    String signed(PrivateKey key) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(key);
        signature.update(content().getBytes(StandardCharsets.US_ASCII));
        return content() + "." + base64(signature.sign());
    }

    String signed(byte[] secret) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        return content() + "." + base64(mac.doFinal(content().getBytes(StandardCharsets.US_ASCII)));
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
