// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.lane;

import io.edgewise.inference.InferenceException;
import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.plan.Candidate;
import io.edgewise.inference.plan.ModelStatus;
import io.edgewise.inference.plan.PlanContext;
import io.edgewise.inference.plan.Receipt;
import io.edgewise.inference.plan.Service;
import io.edgewise.inference.plan.VendorDelegate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps one model served: opens and plans its bundle, gives its memory back when it is idle, and after its
/// delegate failed tries that again from time to time.
///
/// Confined to the keepers' thread, on which everything that takes long happens, so that no lane waits for it.
final class ModelKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(ModelKeeper.class);
    private static final Duration LONGEST_COOL_OFF = Duration.ofHours(1);
    /// Enough to come from any cool-off to the longest.
    private static final int MOST_DOUBLINGS = 30;

    private static final Duration REOPEN = Duration.ofSeconds(10);
    private static final Duration LONGEST_REOPEN = Duration.ofMinutes(5);

    private final ModelSlot slot;
    private final Supplier<PlanContext> context;
    private final List<Lane> lanes;
    private final KeeperThread thread;
    private final Consumer<ModelStatus> changed;
    private Supplier<Bundle> source;
    private Optional<LoadedModel> current = Optional.empty();
    private Optional<Receipt> receipt = Optional.empty();
    private Service service = new Service.NotOpened();
    private final FailureCount failures = new FailureCount(InstantSource.system());
    private int openings;

    /// @param source opens the bundle
    /// @param changed told on the keepers' thread
    ModelKeeper(
            ModelSlot slot,
            Supplier<Bundle> source,
            Supplier<PlanContext> context,
            List<Lane> lanes,
            KeeperThread thread,
            Consumer<ModelStatus> changed) {
        this.slot = slot;
        this.source = source;
        this.context = context;
        this.lanes = lanes;
        this.thread = thread;
        this.changed = changed;
    }

    ModelSlot slot() {
        return slot;
    }

    /// Plans a bundle and has the lanes run it, in place of what they run.
    ///
    /// @return completed when every lane does
    /// @throws InferenceException when it can't be used on this board; then everything stays as it is
    CompletableFuture<ModelStatus> serve(Bundle bundle) {
        return serve(context.get(), bundle);
    }

    private CompletableFuture<ModelStatus> serve(PlanContext ready, Bundle bundle) {
        LoadedModel next = LoadedModel.plan(ready, bundle, slot.options(), lanes.size());
        current.ifPresent(LoadedModel::release);
        current = Optional.of(next);
        openings = 0;
        assign(Assignment.planned(next));
        receipt = Optional.of(next.plan().receipt());
        tell(new Service.AsPlanned());
        ModelStatus status = status();
        return follow().thenApply(all -> status);
    }

    /// The same with a bundle that is opened for it, and from now on whenever the model was unloaded.
    CompletableFuture<ModelStatus> swap(Supplier<Bundle> next) {
        CompletableFuture<ModelStatus> served = serve(context.get(), next.get());
        failures.forget();
        source = next;
        return served;
    }

    private void assign(Assignment next) {
        slot.serve(next);
        failures.serving();
    }

    /// @return completed when every lane does; whoever doesn't wait for it may trust a lane that can't to go on
    /// with what it has, and to say so
    private CompletableFuture<Void> follow() {
        return CompletableFuture.allOf(
                lanes.stream().map(lane -> lane.follow(slot)).toArray(CompletableFuture[]::new));
    }

    private void tell(Service now) {
        service = now;
        tell();
    }

    /// Tells how it is.
    void tell() {
        changed.accept(status());
    }

    private ModelStatus status() {
        return new ModelStatus(slot.name(), receipt, service);
    }

    /// Opens the bundle for jobs that wait; when that fails, again and again until it is repaired, or, for a
    /// lazy model, until no job waits any more.
    void open() {
        if (!slot.isOpening()) {
            return; // served by a swap meanwhile
        }
        try {
            CompletableFuture<ModelStatus> _ = serve(context.get(), source.get());
        } catch (RuntimeException e) {
            LOG.atWarn().log("model \"{}\" can't be opened, and its texts wait: {}", slot.name(), e.getMessage());
            unavailable(e);
            Duration pause = REOPEN.multipliedBy(1L << Math.min(openings++, MOST_DOUBLINGS));
            thread.after(pause.compareTo(LONGEST_REOPEN) < 0 ? pause : LONGEST_REOPEN, this::openIfAwaited);
        }
    }

    private void openIfAwaited() {
        if (slot.options().lazy() && slot.closeUnlessAwaited()) {
            return;
        }
        open();
    }

    private void unavailable(RuntimeException why) {
        Instant since = service instanceof Service.Unavailable before ? before.since() : Instant.now();
        tell(new Service.Unavailable(String.valueOf(why.getMessage()), since));
    }

    /// Looks after models that are idle, and delegates that have done well again. Called every second.
    void look() {
        if (failures.forgetIfServedWell()) {
            current.ifPresent(LoadedModel::trust);
        }
        if (service instanceof Service.Demoted) {
            return; // opened anew it would be tried before its delegate has cooled off
        }
        slot.options().unloadAfter().flatMap(slot::unloadIfIdle).ifPresent(former -> {
            tell(new Service.Unloaded(Instant.now()));
            release();
            CompletableFuture<Void> _ = follow();
        });
    }

    private void release() {
        current.ifPresent(LoadedModel::release);
        current = Optional.empty();
    }

    /// After a lane saw the delegate fail: the other lanes are to leave it too, and it gets its time to cool
    /// off.
    void demoted() {
        slot.demotion().ifPresent(demotion -> {
            LoadedModel model = current.orElseThrow();
            CompletableFuture<Void> _ = follow();
            failures.failed(demotion.failure());
            if (slot.assignment().isPresent()) {
                cool(model, demotion, demotion.failure());
            } else {
                withdrawn(model, demotion.failure());
            }
        });
    }

    /// Nothing runs in its place: texts wait until it is opened anew.
    private void withdrawn(LoadedModel model, InferenceException failure) {
        LOG.atWarn()
                .log("model \"{}\" has nothing to run on, and its texts wait: {}", slot.name(), failure.getMessage());
        quarantineIfHopeless(model, String.valueOf(failure.getMessage()));
        Duration coolOff = coolOff(model.plan().candidate(), failures.times());
        release();
        unavailable(failure);
        thread.after(coolOff, this::openIfAwaited);
    }

    private void cool(LoadedModel model, ModelSlot.Demotion demotion, InferenceException failure) {
        model.dropSpares();
        String reason = String.valueOf(failure.getMessage());
        quarantineIfHopeless(model, reason);
        Duration coolOff = coolOff(model.plan().candidate(), failures.times());
        Instant nextTry = Instant.now().plus(coolOff);
        String running = slot.assignment()
                .map(Assignment::candidate)
                .map(Candidate::name)
                .orElse("nothing");
        tell(new Service.Demoted(running, reason, demotion.since(), failures.times(), nextTry));
        thread.after(coolOff, () -> promote(model, demotion, reason));
    }

    private void quarantineIfHopeless(LoadedModel model, String reason) {
        if (failures.isHopeless()) {
            model.quarantine("it failed " + failures.times() + " times in service, at last: " + reason);
        }
    }

    static Duration coolOff(Candidate candidate, int times) {
        Duration first = candidate instanceof Candidate.Vendor(VendorDelegate vendor)
                ? vendor.coolOff()
                : VendorDelegate.COOL_OFF;
        Duration doubled = first.multipliedBy(1L << Math.min(times - 1, MOST_DOUBLINGS));
        return doubled.compareTo(LONGEST_COOL_OFF) < 0 ? doubled : LONGEST_COOL_OFF;
    }

    private void promote(LoadedModel model, ModelSlot.Demotion demotion, String reason) {
        boolean outdated = current.filter(model::equals).isEmpty()
                || slot.demotion().filter(demotion::equals).isEmpty();
        if (outdated) {
            return; // swapped meanwhile
        }
        try {
            model.retry(lanes.size());
        } catch (InferenceException e) {
            LOG.atInfo().log("model \"{}\": its delegate still fails: {}", slot.name(), e.getMessage());
            failures.failed(e);
            cool(model, demotion, e);
            return;
        }
        // The golden tests are few: until it has served well, another start is better made without it.
        quarantineIfHopeless(model, reason);
        assign(Assignment.planned(model));
        CompletableFuture<Void> _ = follow();
        tell(new Service.AsPlanned());
    }

    /// Ends its service; the lanes let go of what they run of it.
    CompletableFuture<Void> remove() {
        slot.removed();
        release();
        return follow();
    }

    /// Lets the model go, when the lanes have.
    void close() {
        release();
    }
}
