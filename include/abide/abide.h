/** \file
 * abide for C, and for every language that can call C: conservation laws of a training dynamics,
 * proved. C11 and C++20.
 *
 * Example (also a test):
 *
 *     abide_error* error = NULL;
 *     abide_model* model = NULL;
 *     assert(abide_model_from_specification("linear:3,2,3", NULL, &model, &error) == ABIDE_OK);
 *     abide_result* result = NULL;
 *     assert(abide_certify(model, NULL, NULL, &result, &error) == ABIDE_OK);
 *     int64_t independent = 0;
 *     assert(abide_result_count(result, ABIDE_INDEPENDENT_LAWS, &independent) == ABIDE_OK);
 *     assert(independent == 3 && abide_result_is_complete(result) == 1);
 *     abide_laws* laws = NULL;
 *     assert(abide_laws_create(result, "all", &laws, &error) == ABIDE_OK);
 *     while (abide_laws_next(laws, &error) == ABIDE_OK) {
 *       abide_term term;
 *       assert(abide_laws_term(laws, ABIDE_NUMERATOR, 0, &term) == ABIDE_OK);
 *       assert(strcmp(term.coefficient, "1") == 0 && term.power_count > 0);
 *     }
 *     abide_laws_free(laws);
 *     abide_result_free(result);
 *     abide_model_free(model);
 *
 * Handles. What `create` functions (and others with an `out` argument) give is an opaque handle
 * that its own `_free` function takes back. A handle is a number that is never used twice, not an
 * address: NULL, a handle that was freed, one of another type and one that was never given are all
 * answered by ABIDE_BAD_HANDLE, and `_free` does nothing with them. Handles refer to nothing that
 * may go away: each may be freed at any time and in any order, also while a call works with it in
 * another thread, which then ends as if it had not been.
 *
 * Out arguments. `out` must not be NULL (ABIDE_BAD_ARGUMENT). It is written in every call: with
 * NULL (or 0) when the call fails.
 *
 * Errors. Functions return a status. Those that have an argument `error` put a new handle there
 * when they do not return ABIDE_OK or ABIDE_END, with a message and the place in the text that was
 * wrong; it must be freed with abide_error_free. `error` may be NULL when nobody asks why. *error
 * is set to NULL by calls that succeed.
 *
 * Texts are UTF-8 and end with a NUL byte. `const char*` arguments are read during the call only;
 * NULL is ABIDE_BAD_ARGUMENT where nothing else is said, and names of what abide makes are ASCII.
 * Texts that are returned are abide_text handles, but for `const char*` results, which belong to
 * the handle that was asked and live as long as it says; those are NULL for a bad handle.
 *
 * Numbers. Coefficients, and whatever may be large, are decimal text: an integer "-3", a decimal
 * "0.25", which is exact, or a fraction "3/4". There are no floating point numbers, and "1e5" is
 * refused. Coordinates, entries and terms are counted from 0; in texts and JSON, which speak the
 * language of models, from 1.
 *
 * Threads. Every function may be called from any thread at any time. Calls with distinct handles,
 * and calls that only read a handle, do not wait for each other; an abide_laws handle is a place in
 * a list: calls with one such handle wait for each other, and what its `const char*` point to is
 * gone when another thread moves it on. abide_cancel may be called from signal handlers, nothing
 * else may.
 *
 * abide never prints, exits, installs a signal handler, changes the locale, or changes settings of
 * FLINT, GMP or malloc; a host may have its own copies of these libraries. Memory that runs out is
 * ABIDE_NO_MEMORY, except within FLINT and GMP, which abort: set a memory limit. No exception and
 * no C++ type leaves it. Calls to the host (abide_listener) must return: no longjmp, no
 * exception; nor may a thread be ended (pthread_cancel) while it is inside.
 *
 * Stable: everything here, as long as ABIDE_ABI_VERSION is the same. Later versions may add
 * functions, members of enums, keys of options, formats, and members of JSON objects.
 */
#ifndef ABIDE_ABIDE_H
#define ABIDE_ABIDE_H

#include <abide/version.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define ABIDE_C_API __attribute__((visibility("default")))
#else
#define ABIDE_C_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/** What became of a call. Values are fixed; those that programs have as exit codes are the same. */
typedef enum abide_status {
  ABIDE_OK = 0,
  ABIDE_BAD_INPUT = 1,    /**< a text, an option, a number or a file is wrong: see the error */
  ABIDE_BAD_HANDLE = 2,   /**< NULL, freed, of another type, or no handle at all */
  ABIDE_BAD_ARGUMENT = 3, /**< a pointer is NULL, or a number out of the range that is stated */
  ABIDE_END = 4,          /**< there is no next one; not an error */
  ABIDE_LIMIT = 5,        /**< the answer would not fit a stated limit; nothing was started */
  ABIDE_NO_MEMORY = 6,    /**< memory ran out */
  ABIDE_NO_CHECKER = 7,   /**< abide-check is not found, or cannot be run: see the error */
  ABIDE_STOPPED = 30,     /**< cancelled, or a limit of time or memory ended the work */
  ABIDE_INTERNAL = 70     /**< a bug */
} abide_status;

/** What became of a question: the exit codes of the programs. */
typedef enum abide_outcome {
  ABIDE_PROVED = 0,    /**< everything asked for is proved; of a check: accepted, complete */
  ABIDE_OPEN = 10,     /**< proved in part; of a check: accepted, completeness is not claimed */
  ABIDE_REFUTED = 20,  /**< not a law; of a check: rejected */
  ABIDE_CUT_SHORT = 30 /**< stopped; what was proved before is kept */
} abide_outcome;

typedef struct abide_error abide_error;     /**< why a call failed */
typedef struct abide_text abide_text;       /**< a text that abide wrote */
typedef struct abide_model abide_model;     /**< a model with its dynamics; immutable */
typedef struct abide_options abide_options; /**< what is asked, and limits */
typedef struct abide_job abide_job;         /**< to cancel and to watch a call */
typedef struct abide_result abide_result;   /**< what is claimed, proved or accepted; immutable */
typedef struct abide_laws abide_laws;       /**< a place in a list of laws */
typedef struct abide_verdict abide_verdict; /**< what abide-check said; immutable */

/* ---------------------------------------------------------------- the library */

/** "MAJOR.MINOR.PATCH" of the library that runs; ABIDE_VERSION is that of this header. Static. */
ABIDE_C_API const char* abide_version(void);
/** ABIDE_ABI_VERSION of the library that runs. Another one than that of this header: do not go on.
 */
ABIDE_C_API int abide_abi_version(void);
/** 1 if this build has it, else 0, also for NULL and unknown names: "threads" (option threads > 1
 * has an effect), "symmetry" (symmetries of models that are no networks), "fflas" (fast dense
 * linear algebra), "zstd" (the programs read and write .zst; functions here take what is unpacked),
 * "native" (compiled for this machine only). */
ABIDE_C_API int abide_has_feature(const char* name);
/** The name of a status in words, "bad handle"; "unknown status" for other numbers. Static. */
ABIDE_C_API const char* abide_status_name(int status);
/** How many handles were given and not freed: for tests of hosts. */
ABIDE_C_API size_t abide_live_handles(void);

/* ---------------------------------------------------------------- errors and texts */

/** One line, or several for a text that shows the place; lives as long as the handle. */
ABIDE_C_API const char* abide_error_message(const abide_error* error);
/** What was read: the name given to it, or that of an option; "" if nothing was. */
ABIDE_C_API const char* abide_error_file(const abide_error* error);
/** Line and column from 1; 0 where unknown, and for bad handles. */
ABIDE_C_API uint64_t abide_error_line(const abide_error* error);
ABIDE_C_API uint64_t abide_error_column(const abide_error* error);
/** The status that the call returned; ABIDE_BAD_HANDLE for a bad handle. */
ABIDE_C_API abide_status abide_error_status(const abide_error* error);
ABIDE_C_API void abide_error_free(abide_error* error);

/** The bytes, with a NUL behind them; live as long as the handle. */
ABIDE_C_API const char* abide_text_data(const abide_text* text);
/** Their number, without that NUL; 0 for a bad handle. */
ABIDE_C_API size_t abide_text_size(const abide_text* text);
ABIDE_C_API void abide_text_free(abide_text* text);

/* ---------------------------------------------------------------- models */

/** A power of a coordinate θ_j, or (in laws only) of its logarithm. */
typedef struct abide_power {
  uint64_t coordinate; /**< j, from 0, in flattened order */
  uint32_t exponent;   /**< at least 1 in what abide gives; 0 is allowed in what it gets */
  uint32_t logarithm;  /**< 1: of log|θ_j|; 0: of θ_j, the only value in models */
} abide_power;

/** coefficient · Π powers. */
typedef struct abide_term {
  const char* coefficient;   /**< "3", "-3/4", "0.25" */
  const abide_power* powers; /**< may be NULL if there are none */
  size_t power_count;
} abide_term;

/** An array of parameters: a scalar (dimensions 0), vector (rows) or matrix (rows, columns).
 * Numbers that do not count must be 1. Matrices are flattened row by row. */
typedef struct abide_array {
  const char* name;    /**< [A-Za-z][A-Za-z0-9_]* */
  uint32_t dimensions; /**< 0, 1 or 2 */
  uint32_t rows;
  uint32_t columns;
} abide_array;

/** What is given term by term or by expressions. */
typedef enum abide_body {
  ABIDE_MAP = 0,             /**< φ_1 … φ_n */
  ABIDE_FIELDS = 1,          /**< n vector fields */
  ABIDE_FIELDS_AND_DRIFT = 2 /**< the same, of which the last one is imposed whatever the loss is */
} abide_body;

/** A term of a model. */
typedef struct abide_model_term {
  uint64_t entry;     /**< of the map, or the field; from 0 */
  uint64_t component; /**< of fields: the coordinate whose derivative this is; of a map: 0 */
  abide_term term;
} abide_model_term;

/* Functions that make models take a job (or NULL), as reading may take long: ABIDE_STOPPED. */

/** MODEL as the command line takes it, but no file: "linear:3,2,3", "2*relu:2,3,2 + product:4". */
ABIDE_C_API abide_status abide_model_from_specification(const char* specification, abide_job* job,
                                                        abide_model** out, abide_error** error);
/** From `size` bytes of a TOML model (data/format/model.md). `name` is for messages, and the title
 * if the text has none; NULL: "model.toml". */
ABIDE_C_API abide_status abide_model_from_toml(const char* text, size_t size, const char* name,
                                               abide_job* job, abide_model** out,
                                               abide_error** error);
/** From `size` bytes of a canonical model (data/format/canonical.md). */
ABIDE_C_API abide_status abide_model_from_canonical(const char* text, size_t size, const char* name,
                                                    abide_job* job, abide_model** out,
                                                    abide_error** error);
/** The map or the fields (`body`: one of abide_body) term by term: `entry_count` entries, each the
 * sum of its terms, which may come in any order and more than once; an entry without terms is 0.
 * `title` is for people; NULL: "model". Errors name the term: "term 7: …". ABIDE_LIMIT beyond 2^24
 * coordinates. */
ABIDE_C_API abide_status abide_model_from_terms(const char* title, const abide_array* arrays,
                                                size_t array_count, int body, uint64_t entry_count,
                                                const abide_model_term* terms, size_t term_count,
                                                abide_job* job, abide_model** out,
                                                abide_error** error);
/** By expressions (data/format/model.md): of a map its entries, which may be matrices ("U*V":
 * entries row by row) and fractions; of fields the components, field by field, each for every
 * coordinate. Errors have the expression as abide_error_file, "expression 3", and its line and
 * column. */
ABIDE_C_API abide_status abide_model_from_expressions(const char* title, const abide_array* arrays,
                                                      size_t array_count, int body,
                                                      const char* const* expressions,
                                                      size_t expression_count, abide_job* job,
                                                      abide_model** out, abide_error** error);
/** The same model with other dynamics, as the options of the programs say them: `dynamics`
 * "momentum:1", "weight-decay:1/2", …; `mirror` "paper" or "metric"; `loss` "spanning" or
 * "cross-entropy". NULL: not said. Errors have "--dynamics", … as their file. A model whose own
 * text says dynamics is refused. */
ABIDE_C_API abide_status abide_model_with_dynamics(const abide_model* model, const char* dynamics,
                                                   const char* mirror, const char* loss,
                                                   abide_model** out, abide_error** error);
/** What it is called: its specification or title. */
ABIDE_C_API abide_status abide_model_title(const abide_model* model, abide_text** out,
                                           abide_error** error);
/** The canonical model, without its dynamics: what abide-check reads of a model that is no
 * specification. */
ABIDE_C_API abide_status abide_model_canonical(const abide_model* model, abide_job* job,
                                               abide_text** out, abide_error** error);
/** The coordinates that its dynamics move, (time, θ, velocities), as JSON (data/format/c-abi.md):
 * arrays with name, shape, order, role and first coordinate. All coordinates of laws, fields and
 * terms are counted in these. */
ABIDE_C_API abide_status abide_model_arrays(const abide_model* model, abide_text** out,
                                            abide_error** error);
/** How many coordinates those are; 0 for a bad handle. */
ABIDE_C_API uint64_t abide_model_coordinates(const abide_model* model);
/** The name of one of them, "U1[2,1]". ABIDE_BAD_ARGUMENT beyond the last one. */
ABIDE_C_API abide_status abide_model_name(const abide_model* model, uint64_t coordinate,
                                          abide_text** out, abide_error** error);
/** The page of a family of models, or (NULL) all of them, as JSON: name, syntax, parameters, map,
 * latex, example, source, laws. */
ABIDE_C_API abide_status abide_families(const char* name, abide_text** out, abide_error** error);
ABIDE_C_API void abide_model_free(abide_model* model);

/* ---------------------------------------------------------------- options */

/** Nothing set: what `abide certify` does by itself, and no limits. */
ABIDE_C_API abide_status abide_options_create(abide_options** out, abide_error** error);
/** Sets one; value NULL: as if it had not been set. Keys and values:
 *  - "question": "certify", "laws" or "rank";
 *  - "degree": "4", or bounds on groups of coordinates, "theta:2,v:1,time:3";
 *  - "seed": a natural number below 2^64;
 *  - "threads": "1" … "1024"; results do not depend on it;
 *  - "time-limit": seconds from the beginning of each call, "0.5"; a decimal above 0;
 *  - "row-time-limit": the same for each row of abide_sweep;
 *  - "memory-limit": by how many bytes the process may grow during a call, as far as abide can
 *    know: "500000000", "500M", "2G";
 *  - "logarithms": "yes", or "no" for laws without logarithms of coordinates only;
 *  - "guess", "orbits": "yes" or "no"; "evidence": "automatic", "sparse" or "dense": how the result
 *    is found, never the result.
 * ABIDE_BAD_INPUT for other keys and values; the message lists what is expected. A handle that a
 * call uses meanwhile may be changed: that call goes on with what it began with. */
ABIDE_C_API abide_status abide_options_set(abide_options* options, const char* key,
                                           const char* value, abide_error** error);
ABIDE_C_API void abide_options_free(abide_options* options);

/* ---------------------------------------------------------------- jobs */

/** Called with a stage ("laws", "lie", …) and a line, both for the length of the call; from any
 * thread of the computation, but never twice at once for one job. It may call functions of abide,
 * but must not start work with this job. */
typedef void (*abide_listener)(void* user, const char* stage, const char* message);

/** A job is given to calls that may take long, by whoever wants to watch or to stop them; those
 * take NULL, too. One job may be given to several calls. ABIDE_LIMIT when 4,096 are alive. */
ABIDE_C_API abide_status abide_job_create(abide_job** out, abide_error** error);
/** Who is told what the calls do from now on; NULL: nobody. When this returns (and when
 * abide_job_free does) the one before is not called any more. */
ABIDE_C_API abide_status abide_job_listen(abide_job* job, abide_listener listener, void* user);
/** The same by polling: copies "stage: message" of the last event to `buffer` of `size` bytes, cut
 * off where it does not fit, always with a NUL; and the number of events so far to `events`, if not
 * NULL. */
ABIDE_C_API abide_status abide_job_progress(const abide_job* job, char* buffer, size_t size,
                                            uint64_t* events);
/** All calls with this job end soon, those that begin later at once: with ABIDE_STOPPED, or with
 * what was proved before (abide_certify). From any thread, and from signal handlers. */
ABIDE_C_API abide_status abide_cancel(const abide_job* job);
/** 1 if it was cancelled, else 0. */
ABIDE_C_API int abide_job_is_cancelled(const abide_job* job);
ABIDE_C_API void abide_job_free(abide_job* job);

/* ---------------------------------------------------------------- results */

/** Laws, Lie rank and whether the two meet, as "question" of the options asks. A stop by limits or
 * abide_cancel is no error: the result keeps what was proved, and abide_result_outcome tells it.
 * (ABIDE_STOPPED only when not even the fields could be made.) options, job: may be NULL. */
ABIDE_C_API abide_status abide_certify(const abide_model* model, const abide_options* options,
                                       abide_job* job, abide_result** out, abide_error** error);

/** ABIDE_PROVED, ABIDE_OPEN or ABIDE_CUT_SHORT. */
ABIDE_C_API abide_status abide_result_outcome(const abide_result* result, abide_outcome* out);
/** Why it was cut short, or why the Lie rank is probably exact; "" if there is nothing to tell.
 * Lives as long as the handle. */
ABIDE_C_API const char* abide_result_remark(const abide_result* result);
/** 1: the laws are all there are, of any kind, near a generic point. 0: that is not claimed. */
ABIDE_C_API int abide_result_is_complete(const abide_result* result);

/** Numbers of a result. */
typedef enum abide_count {
  ABIDE_COORDINATES = 0,      /**< D */
  ABIDE_PARAMETERS = 1,       /**< those that are trained */
  ABIDE_INDEPENDENT_LAWS = 2, /**< m */
  ABIDE_LIE_LOWER = 3,        /**< the Lie rank is at least that */
  ABIDE_LIE_UPPER = 4,        /**< and at most that */
  ABIDE_LAWS = 5,             /**< generators in all copies, images included: of the list "all" */
  ABIDE_LOCAL_LAWS = 6,       /**< D − K, where the Lie rank is exact but laws are missing */
  ABIDE_DEGREE = 7            /**< up to which polynomial laws were asked for */
} abide_count;
/** `what`: one of abide_count. ABIDE_END: nothing is claimed (or known) of it. ABIDE_LIMIT: beyond
 * 2^63 − 1; then ask for the text. */
ABIDE_C_API abide_status abide_result_count(const abide_result* result, int what, int64_t* out);
/** The same as decimal text. */
ABIDE_C_API abide_status abide_result_count_text(const abide_result* result, int what,
                                                 abide_text** out, abide_error** error);
/** The dimension of the space of polynomial laws of degree 1 … `degree` without constants, as
 * decimal text. ABIDE_END where it was not determined. */
ABIDE_C_API abide_status abide_result_dimension(const abide_result* result, uint32_t degree,
                                                abide_text** out, abide_error** error);
/** The model of the result, with its dynamics: a new handle. */
ABIDE_C_API abide_status abide_result_model(const abide_result* result, abide_model** out,
                                            abide_error** error);

/** The formats of abide_result_export, as those of `abide export --to`, with spaces between them.
 * Static. */
ABIDE_C_API const char* abide_formats(void);
/** The result in a format: "text", "json", "latex", "bibtex", "markdown", "svg", "explanation",
 * "sympy", "numpy", "pytorch", … It says what was proved and no more. `listing`: "kinds" (families
 * of laws), "orbits", "all", or NULL: what the format usually has. `style`: NULL, "ascii" (text,
 * explanation: formulas in the language of models) or "standalone" (latex: a document of its own).
 * ABIDE_BAD_INPUT for other words. */
ABIDE_C_API abide_status abide_result_export(const abide_result* result, const char* format,
                                             const char* listing, const char* style,
                                             abide_text** out, abide_error** error);
/** Families of laws as JSON (data/format/c-abi.md): form and range as text, and as slices of named
 * arrays, by which all laws of a family are evaluated as products of matrices. */
ABIDE_C_API abide_status abide_result_families(const abide_result* result, abide_text** out,
                                               abide_error** error);
/** The certificate, a text for abide-check. `listing`: "all" or NULL (every law), "orbits" (one law
 * of each kind of image: for large networks). ABIDE_LIMIT when it would be too large. Of a result
 * that was read from a certificate: that one, whatever `listing` is. A result that was cut short
 * has one, too. */
ABIDE_C_API abide_status abide_result_certificate(const abide_result* result, const char* listing,
                                                  abide_job* job, abide_text** out,
                                                  abide_error** error);
ABIDE_C_API void abide_result_free(abide_result* result);

/* ---------------------------------------------------------------- laws */

/** The laws of a result: "all" one by one, one of each orbit of symmetry ("orbits"), or one of each
 * kind ("kinds"); NULL: "all". Families are in abide_result_families. Before the first one: call
 * abide_laws_next. */
ABIDE_C_API abide_status abide_laws_create(const abide_result* result, const char* listing,
                                           abide_laws** out, abide_error** error);
/** To the next one, or ABIDE_END. Texts and terms of the one before are gone. */
ABIDE_C_API abide_status abide_laws_next(abide_laws* laws, abide_error** error);
/* Of the law at hand; where there is none: NULL, ABIDE_END. */
/** The law in the language of models: "U1[1,1]^2 - U2[1,1]^2". */
ABIDE_C_API const char* abide_laws_expression(abide_laws* laws);
/** "Gram difference", "neuron balance", … */
ABIDE_C_API const char* abide_laws_kind(abide_laws* laws);
/** For how many laws it stands, as decimal text: "1" in the list "all". */
ABIDE_C_API const char* abide_laws_multiplicity(abide_laws* laws);
/** Of a polynomial; 0 for other functions. */
ABIDE_C_API abide_status abide_laws_degree(abide_laws* laws, uint32_t* out);
/** 1: in the maximal set of independent laws that was chosen; 0: not; −1: not determined. */
ABIDE_C_API abide_status abide_laws_independent(abide_laws* laws, int* out);
/** Of a function numerator/denominator; the denominator of a polynomial is the one term 1. */
typedef enum abide_part { ABIDE_NUMERATOR = 0, ABIDE_DENOMINATOR = 1 } abide_part;
/** `part`: one of abide_part. */
ABIDE_C_API abide_status abide_laws_term_count(abide_laws* laws, int part, size_t* out);
/** Term `index` from 0. What it points to lives until abide_laws_next or abide_laws_free.
 * ABIDE_BAD_ARGUMENT beyond the last one. */
ABIDE_C_API abide_status abide_laws_term(abide_laws* laws, int part, size_t index, abide_term* out);
/** All of this, numerator and denominator included, for up to `most` next laws as a JSON array
 * (data/format/c-abi.md): for hosts where calls are slow. ABIDE_END when there is none left. */
ABIDE_C_API abide_status abide_laws_read(abide_laws* laws, uint64_t most, abide_text** out,
                                         abide_error** error);
ABIDE_C_API void abide_laws_free(abide_laws* laws);

/* ---------------------------------------------------------------- checking */

/** Is `law` (a function of the coordinates in the language of models) conserved? *outcome:
 * ABIDE_PROVED or ABIDE_REFUTED. `out`, which may be NULL: the verdict as JSON (as `abide verify
 * --json` prints it), with a field and a point that refute it. options: limits only. */
ABIDE_C_API abide_status abide_verify(const abide_model* model, const char* law,
                                      const abide_options* options, abide_job* job,
                                      abide_outcome* outcome, abide_text** out,
                                      abide_error** error);
/** Runs the program abide-check on `size` bytes of a certificate. `model`: the one that it must be
 * about; NULL: the one that its head names, if that is a specification (else ABIDE_BAD_INPUT).
 * `name`: of the certificate, for messages; NULL: "certificate". `program`: the path of
 * abide-check; NULL: the environment variable ABIDE_CHECK, else beside the library, in the folder
 * of programs it was installed for, in its build tree, else as a shell finds it. A host must not
 * wait for children that are not its own, nor ignore SIGCHLD, meanwhile. A rejected certificate is
 * no error: see abide_verdict_outcome. ABIDE_NO_CHECKER: the program is not found, or was killed.
 */
ABIDE_C_API abide_status abide_check_certificate(const abide_model* model, const char* certificate,
                                                 size_t size, const char* name, const char* program,
                                                 const abide_options* options, abide_job* job,
                                                 abide_verdict** out, abide_error** error);
/** ABIDE_PROVED, ABIDE_OPEN, ABIDE_REFUTED or ABIDE_CUT_SHORT. */
ABIDE_C_API abide_status abide_verdict_outcome(const abide_verdict* verdict, abide_outcome* out);
/** The lines that abide-check printed, for people. Live as long as the handle. */
ABIDE_C_API const char* abide_verdict_lines(const abide_verdict* verdict);
/** The claims of a certificate that was accepted, as a result of its own, for exports:
 * ABIDE_BAD_INPUT for others. */
ABIDE_C_API abide_status abide_verdict_result(const abide_verdict* verdict, abide_result** out,
                                              abide_error** error);
ABIDE_C_API void abide_verdict_free(abide_verdict* verdict);

/* ---------------------------------------------------------------- sweeps */

/** Runs the rows of a sweep file (data/format/sweep.md), given as `size` bytes; `name` for messages
 * and as the folder of model files, NULL: "sweep.toml". `out`: one JSON line per row that was run,
 * in their order. options: "time-limit" is that of the whole; also "row-time-limit". ABIDE_STOPPED
 * is not returned once rows are read: rows that did not begin are missing. */
ABIDE_C_API abide_status abide_sweep(const char* text, size_t size, const char* name,
                                     const abide_options* options, abide_job* job, abide_text** out,
                                     abide_error** error);

#ifdef __cplusplus
}
#endif

#endif
