/**
 * What is deployed: the rendered Kubernetes manifests, the image's recipe, the bill of materials. Read as files; no cluster and
 * no container engine is asked.
 */
@NullMarked
package io.usher.deploy;

import org.jspecify.annotations.NullMarked;
