package lib.prepare;

import java.util.Locale;
import lib.common.ExitCode;
import lib.common.Text;
import lib.report.Scope;

/**
 * The verdict on the preparation: one sentence and the exit code, which follow from the same facts.
 *
 * @param obstacles how many there are
 * @param worst what the most destructive deploy destroys
 * @param hasCopy whether a copy was compared with the bucket; one that lacks files is an obstacle
 * @param unknown how many things could not be read
 */
record PrepareVerdict(boolean isRehearsal, int obstacles, Target.Loss worst, boolean hasCopy, int unknown) {
    static PrepareVerdict of(boolean isRehearsal, Present present) {
        return new PrepareVerdict(
                isRehearsal,
                present.obstacles().size(),
                present.worst(),
                present.comparison().isPresent(),
                present.unknown().size());
    }

    ExitCode exitCode() {
        return obstacles == 0 ? ExitCode.OK : ExitCode.INCOMPLETE;
    }

    String sentence() {
        String first = obstacles == 0
                ? "Nothing that could be read stands in the way of the deploy"
                : Text.count(obstacles, "thing") + " must be done before the deploy";
        return Scope.sentence(isRehearsal, first + kept() + gaps());
    }

    private String kept() {
        if (!worst.files()) {
            return "";
        }
        if (!hasCopy) {
            return "; the files are not copied yet";
        }
        return obstacles == 0 ? "; the copy has every file" : "";
    }

    private String gaps() {
        return unknown == 0 ? "" : String.format(Locale.ROOT, " (%s could not be read)", Text.count(unknown, "thing"));
    }
}
