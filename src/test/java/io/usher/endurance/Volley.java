package io.usher.endurance;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Requests that are sent at the same moment. */
final class Volley {

    private Volley() {}

    /** Sends all of them at once; the answers come in the order of the requests. */
    static <T> List<T> fire(List<Supplier<T>> requests) {
        return fire(requests.size(), requests);
    }

    /** @param atOnce how many are on their way at the same time */
    static <T> List<T> fire(int atOnce, List<Supplier<T>> requests) {
        ExecutorService threads = Executors.newFixedThreadPool(atOnce);
        CountDownLatch ready = new CountDownLatch(Math.min(atOnce, requests.size()));
        try {
            List<Future<T>> sent = new ArrayList<>();
            for (Supplier<T> request : requests) {
                sent.add(threads.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return request.get();
                }));
            }
            List<T> answers = new ArrayList<>();
            for (Future<T> each : sent) {
                answers.add(each.get());
            }
            return answers;
        } catch (ExecutionException e) {
            throw new IllegalStateException("A request had no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            threads.shutdownNow();
        }
    }
}
