// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.lane;

import io.edgewise.inference.DelegateCrashedException;
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
    /// Who has served so long since it was last promoted begins anew.
    private static final Duration SERVED_WELL = Duration.ofHours(1);
    /// So many failures without serving well in between are a delegate that does not work on this board.
    private static final int QUARANTINE = 3;

    /// Enough to come from any cool-off to the longest.
    private static final int MOST_DOUBLINGS = 30;

    private static final Duration REOPEN = Duration.ofSeconds(10);

    private final ModelSlot slot;
    private final Supplier<PlanContext> context;
    private final List<Lane> lanes;
    private final KeeperThread thread;
    private final Consumer<ModelStatus> changed;
    private Supplier<Bundle> source;
    private Optional<LoadedModel> current = Optional.empty();
    private Optional<Receipt> receipt = Optional.empty();
    private Service service = new Service.NotOpened();
    /// Of the planned candidate, since it last served well.
    private int failures;

    private Instant promoted = Instant.MAX;

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
        LoadedModel next = LoadedModel.plan(context.get(), bundle, slot.options());
        current.ifPresent(LoadedModel::release);
        current = Optional.of(next);
        failures = 0;
        assign(Assignment.planned(next));
        receipt = Optional.of(next.plan().receipt());
        tell(new Service.AsPlanned());
        ModelStatus status = status();
        return follow().thenApply(all -> status);
    }

    /// The same with a bundle that is opened for it, and from now on whenever the model was unloaded.
    CompletableFuture<ModelStatus> swap(Supplier<Bundle> next) {
        CompletableFuture<ModelStatus> served = serve(next.get());
        source = next;
        return served;
    }

    private void assign(Assignment next) {
        slot.serve(next);
        promoted = Instant.now();
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

    /// Opens the bundle for jobs that wait; when that fails, again and again until it is repaired or they expire.
    void open() {
        try {
            CompletableFuture<ModelStatus> _ = serve(source.get());
        } catch (InferenceException e) {
            LOG.atWarn().log("model \"{}\" can't be opened, and its texts wait: {}", slot.name(), e.getMessage());
            Instant since = service instanceof Service.Unavailable before ? before.since() : Instant.now();
            tell(new Service.Unavailable(String.valueOf(e.getMessage()), since));
            thread.after(REOPEN, this::open);
        }
    }

    /// Looks after idle models and jobs that wait in vain. Called every second.
    void look() {
        slot.expireParked();
        slot.options().unloadAfter().flatMap(slot::unloadIfIdle).ifPresent(former -> {
            tell(new Service.Unloaded(Instant.now()));
            current.ifPresent(LoadedModel::release);
            current = Optional.empty();
            CompletableFuture<Void> _ = follow();
        });
    }

    /// After a lane saw the delegate fail: the other lanes are to leave it too, and it gets its time to cool off.
    void demoted() {
        slot.demotion().ifPresent(demotion -> {
            LoadedModel model = current.orElseThrow();
            if (promoted.plus(SERVED_WELL).isBefore(Instant.now())) {
                failures = 0;
            }
            CompletableFuture<Void> _ = follow();
            failed(model, demotion, demotion.failure());
        });
    }

    private void failed(LoadedModel model, ModelSlot.Demotion demotion, InferenceException failure) {
        failures++;
        model.dropSpares();
        String reason = String.valueOf(failure.getMessage());
        if (failures >= QUARANTINE && failure instanceof DelegateCrashedException) {
            model.quarantine("it failed " + failures + " times in service, at last: " + reason);
        }
        Duration coolOff = coolOff(model.plan().candidate(), failures);
        Instant nextTry = Instant.now().plus(coolOff);
        String running = slot.assignment()
                .map(Assignment::candidate)
                .map(Candidate::name)
                .orElse("nothing");
        tell(new Service.Demoted(running, reason, demotion.since(), failures, nextTry));
        thread.after(coolOff, () -> promote(model, demotion));
    }

    static Duration coolOff(Candidate candidate, int times) {
        Duration first = candidate instanceof Candidate.Vendor(VendorDelegate vendor)
                ? vendor.coolOff()
                : VendorDelegate.COOL_OFF;
        Duration doubled = first.multipliedBy(1L << Math.min(times - 1, MOST_DOUBLINGS));
        return doubled.compareTo(LONGEST_COOL_OFF) < 0 ? doubled : LONGEST_COOL_OFF;
    }

    private void promote(LoadedModel model, ModelSlot.Demotion demotion) {
        boolean outdated = current.filter(model::equals).isEmpty()
                || slot.demotion().filter(demotion::equals).isEmpty();
        if (outdated) {
            return; // swapped or unloaded meanwhile
        }
        try {
            model.retry(lanes.size());
        } catch (InferenceException e) {
            LOG.atInfo().log("model \"{}\": its delegate still fails: {}", slot.name(), e.getMessage());
            failed(model, demotion, e);
            return;
        }
        assign(Assignment.planned(model));
        CompletableFuture<Void> _ = follow();
        tell(new Service.AsPlanned());
    }

    /// Lets the model go, when the lanes have.
    void close() {
        slot.failed();
        current.ifPresent(LoadedModel::release);
        current = Optional.empty();
    }
}
