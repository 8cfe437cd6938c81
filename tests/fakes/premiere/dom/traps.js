/**
 * Which Premiere does what: the reports of the field, each by its version, each to be switched by a test.
 *
 * Sources by the short names of README.md. A trap that nobody has seen a version of is marked [inference] and takes
 * the value that is harder on a plugin.
 */

/** The traps of a version, with what a test wants otherwise. */
export function trapsOf(version, otherwise = {}) {
  const major = Number.parseInt(version, 10);
  const traps = {
    /** QE `addTracks` answers and adds nothing. KAVY #128 on 26.x; elsewhere it works (nle.md 2.3). */
    qeAddsNoTracks: major >= 26,
    /** `TrackItem.remove(true, …)` leaves the gap: `inRipple` is taken and ignored. KAVY PR #555 on 26.x. */
    removeNeverRipples: major >= 26,
    /** Every track reads as targeted, whatever was set. KAVY #587 on 26.3.2; 26.x [inference]. */
    allReadTargeted: major >= 26,
    /** `app.project.getSequenceByID` is gone. HET PR #14 on 2026. */
    noSequenceById: major >= 26,
    /** `createNewSequence` opens a dialogue and the engine hangs until somebody closes it. KAVY PR #15 on 26.x. */
    newSequenceAsks: major >= 26,
    /** Shortening by `TrackItem.end` does nothing on audio clips. KAVY #126 on 26.x. */
    audioTrimsDoNothing: major >= 26,
    /** `findItemsMatchingMediaPath` also finds paths that contain the text (TYPES `matchString`; UXPD says so). */
    pathsMatchInPart: true,
    /** `getInPoint()` is "seconds" (PSG sequence.md; PJ compares it with "-400000") or "ticks" (AS PR #511). */
    inPointString: "seconds",
    /** In and out points are "absolute", with the zero point in them (AS, nle.md 2.3), or "relative" [unknown which]. */
    inOutBase: "absolute",
    /** What `setInPoint` takes: "relative", as PSG's nestSelection and AS pass clip times, or "absolute". */
    setInOutBase: "relative",
    /** A string of digits given to `Track.overwriteClip` is "ticks" (PSG track.md) or "seconds" [unknown]. */
    trackStringTimes: "ticks",
    /** The same of `Sequence.overwriteClip` and `insertClip`: "seconds" (PSG sequence.md) or "ticks". */
    sequenceStringTimes: "seconds",
    /** The same of `ProjectItem.setInPoint`: "seconds" (PSG issue #6), though the page says ticks. */
    itemStringTimes: "seconds",
    /** Where a time between two frames lands: "nearest", "floor" or "none" [unknown]. */
    snap: "nearest",
    /** Ticks that `TrackItem.start` reads too many: a place that came from a double may be off by some [inference]. */
    startSlip: 0n,
    /** A placed stereo clip does not fit a mono track: nothing lands [inference, as in the user interface]. */
    channelsMustFit: true,
    /** Audio that was sent to an audio track lands on the targeted one, else on A1 (nle.md 2.4, KAVY #562). */
    audioGoesToTargeted: false,
    /** `importFiles` answers true before the items are in the project: they come after the script [unknown]. */
    importsLate: false,
    /** How `getMediaPath` spells a path, which may differ from how it was given [unknown]. */
    pathSpelling: (path) => path,
    /** `getSelection` may answer the text "Connection to object lost" (PJ myActiveSequenceSelectionChangedFxn). */
    selectionLost: false,
  };
  for (const name of Object.keys(otherwise)) {
    if (!(name in traps)) throw new Error(`no trap ${name}; there are ${Object.keys(traps).join(", ")}`);
  }
  return { ...traps, ...otherwise };
}
