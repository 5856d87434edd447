/// \file
/// abide: all conservation laws of a training dynamics, proved.
///
///     model ----> laws --+--> claims -> certificate -> certify -> notation -> export -> hosts
///        |               |                               |
///        +----> lie -----+                               +----> hypothesis, sweep
///
/// Stable from one PATCH version to the next: what these headers declare, the file formats of
/// data/format, and the exit codes of the programs; while MAJOR is 0, a new MINOR version may
/// change all of it (NEWS.md says what). Not stable: texts for people, names in headers of lib/,
/// members of structs that hold evidence (laws.hpp, lie.hpp), and the ABI, which has the number of
/// MAJOR.
///
/// A moved-from object may be destroyed or assigned to, and nothing else. Distinct objects may be
/// used from distinct threads; const access to one object from several threads is safe where no
/// comment says otherwise. Functions may be called from several threads at once; what they call
/// back they call from the caller's thread unless they say otherwise, the listener and the probe of
/// a Progress from any of its threads. The only exceptions are abide::Error (status.hpp) and
/// std::bad_alloc; nothing prints or exits.
///
/// Example (also a test):
///
///     abide::Result r = abide::certify(abide::make_model("relu:2,3,2,bias"), {});
///     assert(r.complete && r.independent_laws == 3);
#pragma once

#include <abide/certificate.hpp>
#include <abide/certify.hpp>
#include <abide/checker.hpp>
#include <abide/claims.hpp>
#include <abide/components.hpp>
#include <abide/coordinates.hpp>
#include <abide/exact.hpp>
#include <abide/export.hpp>
#include <abide/hosts.hpp>
#include <abide/hypothesis.hpp>
#include <abide/laws.hpp>
#include <abide/lie.hpp>
#include <abide/model.hpp>
#include <abide/notation.hpp>
#include <abide/progress.hpp>
#include <abide/status.hpp>
#include <abide/sweep.hpp>
#include <abide/version.hpp>
#include <abide/words.hpp>
