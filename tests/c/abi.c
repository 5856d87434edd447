/* The C interface as hosts use it and as they should not: every status that abide.h documents, for
 * bad handles, wrong sizes and numbers, cancelling at every stage, and several threads. Compiled as
 * C11 and as C++20: abi NAME-OF-A-LOCALE [CASE]. */
#include <abide/abide.h>
#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

static int failures = 0;

#define CHECK(condition)                                                      \
  do {                                                                        \
    if (!(condition)) {                                                       \
      ++failures;                                                             \
      fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
    }                                                                         \
  } while (0)

/* Whether the call that gave `status` failed so, with a message that has `words`; frees the error.
 */
static int failed(abide_status status, abide_status expected, abide_error** told,
                  const char* words) {
  abide_error* const error = *told;
  const char* message = abide_error_message(error);
  int as_expected = status == expected && abide_error_status(error) == expected &&
                    message != NULL && strstr(message, words) != NULL;
  if (!as_expected)
    fprintf(stderr, "status %d (%s): %s\n", status, abide_status_name(status),
            message == NULL ? "no message" : message);
  abide_error_free(error);
  return as_expected;
}

static int is_ok(abide_status status, abide_error** told) {
  abide_error* const error = *told;
  if (status == ABIDE_OK && error == NULL) return 1;
  fprintf(stderr, "status %d: %s\n", status, abide_error_message(error));
  abide_error_free(error);
  return 0;
}

static abide_model* model_of(const char* specification) {
  abide_model* model = NULL;
  abide_error* error = NULL;
  CHECK(is_ok(abide_model_from_specification(specification, NULL, &model, &error), &error));
  return model;
}

static abide_result* result_of(const abide_model* model) {
  abide_result* result = NULL;
  abide_error* error = NULL;
  CHECK(is_ok(abide_certify(model, NULL, NULL, &result, &error), &error));
  return result;
}

static int64_t count_of(const abide_result* result, int what) {
  int64_t count = 0;
  return abide_result_count(result, what, &count) == ABIDE_OK ? count : -1;
}

/* 1 if the text contains the words; frees the text. */
static int has(abide_text* text, const char* words) {
  const char* data = abide_text_data(text);
  int found = data != NULL && strlen(data) == abide_text_size(text) && strstr(data, words) != NULL;
  if (!found) fprintf(stderr, "'%s' is not in %s\n", words, data == NULL ? "NULL" : data);
  abide_text_free(text);
  return found;
}

static void library(void) {
  CHECK(strcmp(abide_version(), ABIDE_VERSION) == 0);
  CHECK(abide_abi_version() == ABIDE_ABI_VERSION);
  CHECK(abide_has_feature(NULL) == 0 && abide_has_feature("") == 0);
  CHECK(abide_has_feature("flying") == 0);
  CHECK(strcmp(abide_status_name(ABIDE_BAD_HANDLE), "bad handle") == 0);
  CHECK(strcmp(abide_status_name(12345), "unknown status") == 0);
  CHECK(strstr(abide_formats(), "sympy") != NULL && strstr(abide_formats(), "svg") != NULL);
}

static const char canonical[] =
    "abide-canonical 2\narray u scalar rows parameter\narray v scalar rows parameter\n"
    "domain all\nmetric identity\ndrift none\nmap 1\nm u*v\nend 9\n";

/* u*v from a specification, a TOML text, terms and expressions: the same laws. */
static abide_model* product(int way, abide_error** error) {
  static const char toml[] =
      "[[parameter]]\nname = 'u'\nshape = []\n[[parameter]]\nname = 'v'\nshape = []\n"
      "[model]\nmap = ['u*v']\n";
  static const char* const expressions[] = {"u*v"};
  static const abide_array arrays[] = {{"u", 0, 1, 1}, {"v", 0, 1, 1}};
  static const abide_power powers[] = {{0, 1, 0}, {1, 1, 0}};
  static const abide_model_term terms[] = {{0, 0, {"0.75", powers, 2}}, {0, 0, {"1/4", powers, 2}}};
  static const abide_power v = {1, 1, 0}, u = {0, 1, 0};
  static const abide_model_term field[] = {{0, 0, {"1", &v, 1}}, {0, 1, {"1", &u, 1}}};
  static const char* const components[] = {"v", "u"};
  abide_model* model = NULL;
  abide_status status = ABIDE_END;
  if (way == 0) status = abide_model_from_specification("product:2", NULL, &model, error);
  if (way == 1) status = abide_model_from_toml(toml, sizeof toml - 1, NULL, NULL, &model, error);
  if (way == 2)
    status = abide_model_from_canonical(canonical, sizeof canonical - 1, "uv.canon", NULL, &model,
                                        error);
  if (way == 3)
    status = abide_model_from_terms("uv", arrays, 2, ABIDE_MAP, 1, terms, 2, NULL, &model, error);
  if (way == 4)
    status = abide_model_from_expressions("uv", arrays, 2, ABIDE_MAP, expressions, 1, NULL, &model,
                                          error);
  if (way == 5)
    status =
        abide_model_from_terms(NULL, arrays, 2, ABIDE_FIELDS, 1, field, 2, NULL, &model, error);
  if (way == 6)
    status = abide_model_from_expressions(NULL, arrays, 2, ABIDE_FIELDS, components, 2, NULL,
                                          &model, error);
  CHECK(status == ABIDE_OK);
  return model;
}

static void models(void) {
  for (int way = 0; way < 7; ++way) {
    abide_error* error = NULL;
    abide_model* model = product(way, &error);
    CHECK(error == NULL && abide_model_coordinates(model) == 2);
    abide_result* result = result_of(model);
    CHECK(count_of(result, ABIDE_INDEPENDENT_LAWS) == 1 && count_of(result, ABIDE_LIE_LOWER) == 1);
    CHECK(abide_result_is_complete(result) == 1);
    abide_text* text = NULL;
    CHECK(abide_model_arrays(model, &text, &error) == ABIDE_OK);
    CHECK(has(text, "\"role\":\"parameter\""));
    CHECK(abide_model_canonical(model, NULL, &text, &error) == ABIDE_OK);
    CHECK(has(text, "abide-canonical 2"));
    CHECK(abide_model_name(model, 1, &text, &error) == ABIDE_OK);
    CHECK(has(text, way == 0 ? "x[2]" : "v"));
    CHECK(failed(abide_model_name(model, 2, &text, &error), ABIDE_BAD_ARGUMENT, &error, "below 2"));
    abide_result_free(result);
    abide_model_free(model);
  }
  abide_model* plain = model_of("linear:2,2,2");
  abide_model* moving = NULL;
  abide_error* error = NULL;
  CHECK(is_ok(abide_model_with_dynamics(plain, "momentum:1", NULL, NULL, &moving, &error), &error));
  CHECK(abide_model_coordinates(moving) == 17 && abide_model_coordinates(plain) == 8);
  abide_model* more = NULL;
  CHECK(failed(abide_model_with_dynamics(plain, "momentum:x", NULL, NULL, &more, &error),
               ABIDE_BAD_INPUT, &error, "--dynamics"));
  CHECK(failed(abide_model_with_dynamics(moving, "nesterov", NULL, NULL, &more, &error),
               ABIDE_BAD_INPUT, &error, "twice"));
  CHECK(failed(abide_model_with_dynamics(plain, NULL, NULL, "hinge", &more, &error),
               ABIDE_BAD_INPUT, &error, "cross-entropy"));
  abide_text* text = NULL;
  CHECK(abide_model_title(moving, &text, &error) == ABIDE_OK && has(text, "linear:2,2,2"));
  CHECK(abide_families("linear", &text, &error) == ABIDE_OK && has(text, "\"example\""));
  CHECK(abide_families(NULL, &text, &error) == ABIDE_OK && has(text, "attention"));
  CHECK(failed(abide_families("linera", &text, &error), ABIDE_BAD_INPUT, &error, "no family"));
  abide_model_free(moving);
  abide_model_free(plain);
}

static abide_status of_term(const char* coefficient, uint64_t coordinate, uint32_t exponent,
                            abide_error** error) {
  const abide_array array = {"u", 1, 3, 1};
  const abide_power power = {coordinate, exponent, 0};
  const abide_model_term term = {0, 0, {coefficient, &power, 1}};
  abide_model* model = NULL;
  abide_status status =
      abide_model_from_terms(NULL, &array, 1, ABIDE_MAP, 1, &term, 1, NULL, &model, error);
  CHECK((model == NULL) == (status != ABIDE_OK));
  abide_model_free(model);
  return status;
}

static abide_status of_expression(const char* expression, abide_error** error) {
  const abide_array array = {"u", 1, 3, 1};
  abide_model* model = NULL;
  abide_status status =
      abide_model_from_expressions(NULL, &array, 1, ABIDE_MAP, &expression, 1, NULL, &model, error);
  abide_model_free(model);
  return status;
}

static void bad_models(void) {
  abide_error* error = NULL;
  abide_model* model = NULL;
  CHECK(abide_model_from_specification("linear:3,,3", NULL, &model, &error) == ABIDE_BAD_INPUT);
  CHECK(abide_error_column(error) > 0 && model == NULL);
  abide_error_free(error);
  const char toml[] = "[model]\nmap = [\n";
  CHECK(abide_model_from_toml(toml, sizeof toml - 1, "bad.toml", NULL, &model, &error) ==
        ABIDE_BAD_INPUT);
  CHECK(strcmp(abide_error_file(error), "bad.toml") == 0 && abide_error_line(error) >= 2);
  abide_error_free(error);
  CHECK(failed(abide_model_from_specification("linear:\xff\xfe", NULL, &model, &error),
               ABIDE_BAD_INPUT, &error, "\\xff"));
  CHECK(failed(abide_model_from_specification("linear:99999999999,2,2", NULL, &model, &error),
               ABIDE_BAD_INPUT, &error, ""));
  CHECK(failed(abide_model_from_specification("linear:60000,60000,2", NULL, &model, &error),
               ABIDE_LIMIT, &error, "2^31"));
  CHECK(failed(abide_model_from_canonical("", 0, NULL, NULL, &model, &error), ABIDE_BAD_INPUT,
               &error, "model.canon"));
  CHECK(failed(abide_model_from_toml(toml, (size_t)-1, NULL, NULL, &model, &error),
               ABIDE_BAD_ARGUMENT, &error, "larger"));
  CHECK(failed(abide_model_from_toml(toml, 9, "a\nb", NULL, &model, &error), ABIDE_BAD_INPUT,
               &error, "control"));
  CHECK(failed(abide_model_from_toml(toml, 9, "\xc3(", NULL, &model, &error), ABIDE_BAD_INPUT,
               &error, "UTF-8"));
  /* Numbers are exact: an exponent of ten looks like a rounded one. */
  static const char* const numbers[] = {"1e5", "0x10", "1.",  ".5",  "--1",   "+1",    "",    " 1",
                                        "1/0", "1,5",  "nan", "inf", "1/2/3", "1.5/2", "\xff"};
  for (size_t k = 0; k < sizeof numbers / sizeof *numbers; ++k)
    CHECK(failed(of_term(numbers[k], 0, 1, &error), ABIDE_BAD_INPUT, &error, "0.25"));
  static const char* const good[] = {"-0.1", "007", "10/4", "1000000000000000000000000000000"};
  for (size_t k = 0; k < sizeof good / sizeof *good; ++k)
    CHECK(of_term(good[k], 2, 1000000, &error) == ABIDE_OK);
  CHECK(failed(of_term(NULL, 0, 1, &error), ABIDE_BAD_ARGUMENT, &error, "coefficient is NULL"));
  CHECK(failed(of_term("1", 3, 1, &error), ABIDE_BAD_INPUT, &error, "below 3"));
  CHECK(failed(of_term("1", UINT64_MAX, 1, &error), ABIDE_BAD_INPUT, &error, "below 3"));
  CHECK(failed(of_term("1", 0, 4000000000U, &error), ABIDE_BAD_INPUT, &error, "10^6"));
  CHECK(failed(of_expression("w*u[1]", &error), ABIDE_BAD_INPUT, &error, "undeclared name 'w'"));
  CHECK(of_expression("u[1]*\nu[4]", &error) == ABIDE_BAD_INPUT);
  CHECK(strcmp(abide_error_file(error), "expression 1") == 0 && abide_error_line(error) == 2);
  abide_error_free(error);
  CHECK(failed(of_expression("u[1]^1000000000000000000000000000000", &error), ABIDE_BAD_INPUT,
               &error, "1000000"));
  CHECK(
      failed(of_expression("u[1]*\xc3\xa9", &error), ABIDE_BAD_INPUT, &error, "found '\xc3\xa9'"));
  CHECK(of_expression("0.1*u[1]^2", &error) == ABIDE_OK);
  /* Sizes that do not fit. */
  const abide_array odd[] = {{"u", 0, 2, 1}, {"u", 3, 1, 1}, {"u", 1, 0, 1}, {"u v", 0, 1, 1}};
  const char* const one[] = {"1"};
  for (size_t k = 0; k < sizeof odd / sizeof *odd; ++k)
    CHECK(failed(
        abide_model_from_expressions(NULL, &odd[k], 1, ABIDE_MAP, one, 1, NULL, &model, &error),
        ABIDE_BAD_INPUT, &error, ""));
  const abide_array two = {"u", 1, 2, 1};
  CHECK(failed(
      abide_model_from_expressions(NULL, &two, 1, ABIDE_FIELDS, one, 1, NULL, &model, &error),
      ABIDE_BAD_INPUT, &error, "2 components"));
  CHECK(failed(abide_model_from_expressions(NULL, &two, 1, 7, one, 1, NULL, &model, &error),
               ABIDE_BAD_ARGUMENT, &error, "abide_body"));
  CHECK(failed(abide_model_from_expressions(NULL, &two, 1, ABIDE_MAP, one, 0, NULL, &model, &error),
               ABIDE_BAD_INPUT, &error, "empty"));
  CHECK(failed(abide_model_from_expressions(NULL, NULL, 1, ABIDE_MAP, one, 1, NULL, &model, &error),
               ABIDE_BAD_ARGUMENT, &error, "'arrays' is NULL"));
  CHECK(failed(
      abide_model_from_terms(NULL, &two, 1, ABIDE_MAP, UINT64_MAX, NULL, 0, NULL, &model, &error),
      ABIDE_LIMIT, &error, "entries"));
  CHECK(failed(
      abide_model_from_terms(NULL, &two, 1, ABIDE_MAP, 1, NULL, (size_t)-1, NULL, &model, &error),
      ABIDE_BAD_ARGUMENT, &error, "term_count"));
  CHECK(failed(abide_model_from_specification("linear:1,1", NULL, NULL, &error), ABIDE_BAD_ARGUMENT,
               &error, "'out' is NULL"));
  CHECK(failed(abide_model_from_specification(NULL, NULL, &model, &error), ABIDE_BAD_ARGUMENT,
               &error, "'specification' is NULL"));
  CHECK(abide_model_from_specification(NULL, NULL, NULL, NULL) == ABIDE_BAD_ARGUMENT);
}

/* Handles that are none: every function answers, and none reads what they point to. */
static void bad_handles(void) {
  abide_model* model = model_of("linear:2,2,2");
  abide_result* result = result_of(model);
  int here = 0;
  void* wrong[] = {
      NULL,          (void*)&here, (void*)(uintptr_t)1, (void*)UINTPTR_MAX, (void*)model,
      (void*)result, NULL};
  abide_model* gone = model_of("linear:1,1");
  abide_model_free(gone);
  abide_model_free(gone);
  wrong[6] = (void*)gone;
  for (size_t k = 0; k < sizeof wrong / sizeof *wrong; ++k) {
    abide_error* error = NULL;
    abide_text* text = NULL;
    abide_laws* laws = NULL;
    abide_result* other = NULL;
    abide_outcome outcome = ABIDE_OPEN;
    int64_t count = 5;
    uint32_t degree = 0;
    size_t size = 0;
    abide_term term;
    if (wrong[k] != (void*)model) {
      const abide_model* m = (const abide_model*)wrong[k];
      CHECK(
          failed(abide_certify(m, NULL, NULL, &other, &error), ABIDE_BAD_HANDLE, &error, "model"));
      CHECK(abide_model_arrays(m, &text, NULL) == ABIDE_BAD_HANDLE && text == NULL);
      CHECK(abide_model_coordinates(m) == 0);
      CHECK(abide_verify(m, "1", NULL, NULL, &outcome, &text, NULL) == ABIDE_BAD_HANDLE);
      abide_model_free((abide_model*)wrong[k]);
    }
    if (wrong[k] != (void*)result) {
      const abide_result* r = (const abide_result*)wrong[k];
      CHECK(abide_result_count(r, ABIDE_LAWS, &count) == ABIDE_BAD_HANDLE && count == 0);
      CHECK(abide_result_export(r, "text", NULL, NULL, &text, NULL) == ABIDE_BAD_HANDLE);
      CHECK(abide_result_families(r, &text, NULL) == ABIDE_BAD_HANDLE);
      CHECK(abide_result_certificate(r, NULL, NULL, &text, NULL) == ABIDE_BAD_HANDLE);
      CHECK(abide_result_remark(r) == NULL && abide_result_is_complete(r) == 0);
      CHECK(abide_result_outcome(r, &outcome) == ABIDE_BAD_HANDLE);
      CHECK(abide_laws_create(r, "all", &laws, NULL) == ABIDE_BAD_HANDLE && laws == NULL);
      abide_result_free((abide_result*)wrong[k]);
    }
    if (wrong[k] != NULL) {
      CHECK(abide_certify(model, (abide_options*)wrong[k], NULL, &other, NULL) == ABIDE_BAD_HANDLE);
      CHECK(abide_certify(model, NULL, (abide_job*)wrong[k], &other, NULL) == ABIDE_BAD_HANDLE);
    }
    CHECK(abide_options_set((abide_options*)wrong[k], "seed", "1", NULL) == ABIDE_BAD_HANDLE);
    CHECK(abide_cancel((abide_job*)wrong[k]) == ABIDE_BAD_HANDLE);
    CHECK(abide_job_listen((abide_job*)wrong[k], NULL, NULL) == ABIDE_BAD_HANDLE);
    CHECK(abide_job_progress((abide_job*)wrong[k], NULL, 0, NULL) == ABIDE_BAD_HANDLE);
    CHECK(abide_laws_next((abide_laws*)wrong[k], NULL) == ABIDE_BAD_HANDLE);
    CHECK(abide_laws_expression((abide_laws*)wrong[k]) == NULL);
    CHECK(abide_laws_degree((abide_laws*)wrong[k], &degree) == ABIDE_BAD_HANDLE);
    CHECK(abide_laws_term_count((abide_laws*)wrong[k], ABIDE_NUMERATOR, &size) == ABIDE_BAD_HANDLE);
    CHECK(abide_laws_term((abide_laws*)wrong[k], ABIDE_NUMERATOR, 0, &term) == ABIDE_BAD_HANDLE);
    CHECK(abide_verdict_lines((abide_verdict*)wrong[k]) == NULL);
    CHECK(abide_verdict_outcome((abide_verdict*)wrong[k], &outcome) == ABIDE_BAD_HANDLE);
    CHECK(abide_verdict_result((abide_verdict*)wrong[k], &other, NULL) == ABIDE_BAD_HANDLE);
    CHECK(abide_text_data((abide_text*)wrong[k]) == NULL);
    CHECK(abide_text_size((abide_text*)wrong[k]) == 0);
    CHECK(abide_error_message((abide_error*)wrong[k]) == NULL);
    CHECK(abide_error_status((abide_error*)wrong[k]) == ABIDE_BAD_HANDLE);
    abide_error_free((abide_error*)wrong[k]);
    abide_text_free((abide_text*)wrong[k]);
    abide_options_free((abide_options*)wrong[k]);
    abide_job_free((abide_job*)wrong[k]);
    abide_laws_free((abide_laws*)wrong[k]);
    abide_verdict_free((abide_verdict*)wrong[k]);
  }
  CHECK(abide_model_coordinates(model) == 8 && abide_result_is_complete(result) == 1);
  abide_model_free(model);
  CHECK(abide_result_is_complete(result) == 1); /* it refers to nothing that may go away */
  abide_result_free(result);
}

static void options(void) {
  abide_error* error = NULL;
  abide_options* o = NULL;
  CHECK(is_ok(abide_options_create(&o, &error), &error));
  static const char* const good[][2] = {
      {"question", "laws"}, {"degree", "3"},         {"seed", "18446744073709551615"},
      {"threads", "2"},     {"time-limit", "12.5"},  {"memory-limit", "1.5G"},
      {"guess", "no"},      {"evidence", "dense"},   {"orbits", "yes"},
      {"guess", NULL},      {"row-time-limit", "1"}, {"evidence", NULL}};
  for (size_t k = 0; k < sizeof good / sizeof *good; ++k)
    CHECK(is_ok(abide_options_set(o, good[k][0], good[k][1], &error), &error));
  static const char* const bad[][2] = {
      {"question", "all"},   {"seed", "-1"},          {"seed", "18446744073709551616"},
      {"threads", "0"},      {"threads", "1025"},     {"time-limit", "1,5"},
      {"time-limit", "0"},   {"time-limit", "1e999"}, {"memory-limit", "much"},
      {"guess", "maybe"},    {"evidence", "\xff"},    {"color", "red"},
      {"time-limit", "nan"}, {"degree", ""}};
  for (size_t k = 0; k < sizeof bad / sizeof *bad; ++k)
    CHECK(failed(abide_options_set(o, bad[k][0], bad[k][1], &error), ABIDE_BAD_INPUT, &error, ""));
  CHECK(abide_options_set(o, NULL, "1", NULL) == ABIDE_BAD_ARGUMENT);
  abide_model* model = model_of("linear:2,2,2");
  abide_result* result = NULL;
  CHECK(is_ok(abide_certify(model, o, NULL, &result, &error), &error));
  abide_text* text = NULL;
  CHECK(count_of(result, ABIDE_DEGREE) == 3 && count_of(result, ABIDE_LIE_LOWER) == -1);
  CHECK(abide_result_dimension(result, 2, &text, &error) == ABIDE_OK && has(text, "3"));
  CHECK(abide_result_dimension(result, 4, &text, &error) == ABIDE_END && text == NULL);
  CHECK(abide_result_dimension(result, 0, &text, &error) == ABIDE_END);
  CHECK(abide_result_count(result, 99, NULL) == ABIDE_BAD_ARGUMENT);
  abide_result_free(result);
  CHECK(is_ok(abide_options_set(o, "degree", "theta:2,nobody:3", &error), &error));
  CHECK(failed(abide_certify(model, o, NULL, &result, &error), ABIDE_BAD_INPUT, &error, "degree"));
  CHECK(is_ok(abide_options_set(o, "degree", "65", &error), &error));
  CHECK(failed(abide_certify(model, o, NULL, &result, &error), ABIDE_BAD_INPUT, &error, "64"));
  CHECK(is_ok(abide_options_set(o, "degree", NULL, &error), &error));
  CHECK(is_ok(abide_options_set(o, "time-limit", "0.000001", &error), &error));
  abide_outcome outcome = ABIDE_PROVED;
  abide_status status = abide_certify(model, o, NULL, &result, &error);
  if (status == ABIDE_OK) {
    CHECK(abide_result_outcome(result, &outcome) == ABIDE_OK && outcome == ABIDE_CUT_SHORT);
    CHECK(strstr(abide_result_remark(result), "time limit") != NULL);
  } else {
    CHECK(failed(status, ABIDE_STOPPED, &error, "time limit"));
  }
  abide_result_free(result);
  abide_options_free(o);
  abide_model_free(model);
}

static void laws(void) {
  abide_error* error = NULL;
  abide_model* model = model_of("linear:3,2,3");
  abide_result* result = result_of(model);
  abide_laws* all = NULL;
  abide_term term;
  CHECK(is_ok(abide_laws_create(result, NULL, &all, &error), &error));
  CHECK(abide_laws_expression(all) == NULL); /* before the first one */
  CHECK(abide_laws_term(all, ABIDE_NUMERATOR, 0, &term) == ABIDE_END);
  int found = 0;
  while (abide_laws_next(all, &error) == ABIDE_OK) {
    ++found;
    size_t count = 0;
    uint32_t degree = 0;
    int independent = -1;
    CHECK(abide_laws_term_count(all, ABIDE_NUMERATOR, &count) == ABIDE_OK && count == 6);
    CHECK(abide_laws_degree(all, &degree) == ABIDE_OK && degree == 2);
    CHECK(abide_laws_independent(all, &independent) == ABIDE_OK && independent == 1);
    CHECK(strcmp(abide_laws_multiplicity(all), "1") == 0 && abide_laws_kind(all) != NULL);
    for (size_t k = 0; k < count; ++k) {
      CHECK(abide_laws_term(all, ABIDE_NUMERATOR, k, &term) == ABIDE_OK);
      CHECK(term.power_count >= 1 && term.powers[0].coordinate < 12 && !term.powers[0].logarithm);
    }
    CHECK(abide_laws_term(all, ABIDE_NUMERATOR, count, &term) == ABIDE_BAD_ARGUMENT);
    CHECK(abide_laws_term(all, 2, 0, &term) == ABIDE_BAD_ARGUMENT);
    CHECK(abide_laws_term(all, ABIDE_DENOMINATOR, 0, &term) == ABIDE_OK && term.power_count == 0);
  }
  CHECK(found == 3 && count_of(result, ABIDE_LAWS) == 3);
  CHECK(abide_laws_next(all, &error) == ABIDE_END && abide_laws_expression(all) == NULL);
  abide_laws_free(all);
  CHECK(is_ok(abide_laws_create(result, "kinds", &all, &error), &error));
  abide_text* text = NULL;
  CHECK(abide_laws_read(all, UINT64_MAX, &text, &error) == ABIDE_OK);
  CHECK(has(text, "\"multiplicity\":2"));
  CHECK(abide_laws_read(all, 1, &text, &error) == ABIDE_END && text == NULL);
  abide_laws_free(all);
  CHECK(failed(abide_laws_create(result, "some", &all, &error), ABIDE_BAD_INPUT, &error, "orbits"));
  abide_result_free(result);
  abide_model_free(model);
  /* Logarithms and denominators. */
  static const char toml[] =
      "[[parameter]]\nname = 'x'\nshape = []\n[[parameter]]\nname = 'y'\nshape = []\n"
      "[model]\nmap = ['x*y']\n[metric]\ndiagonal = ['x^2', 'y']\n";
  CHECK(is_ok(abide_model_from_toml(toml, sizeof toml - 1, NULL, NULL, &model, &error), &error));
  result = result_of(model);
  CHECK(is_ok(abide_laws_create(result, "all", &all, &error), &error));
  int logarithms = 0;
  while (abide_laws_next(all, &error) == ABIDE_OK) {
    size_t count = 0;
    CHECK(abide_laws_term_count(all, ABIDE_NUMERATOR, &count) == ABIDE_OK);
    for (size_t k = 0; k < count; ++k)
      if (abide_laws_term(all, ABIDE_NUMERATOR, k, &term) == ABIDE_OK)
        for (size_t p = 0; p < term.power_count; ++p)
          logarithms += term.powers[p].logarithm == 1 && term.powers[p].coordinate < 2;
    CHECK(logarithms == (strstr(abide_laws_expression(all), "log|") != NULL));
  }
  CHECK(logarithms == 1);
  abide_laws_free(all);
  abide_result_free(result);
  abide_model_free(model);
}

static void exports(void) {
  abide_error* error = NULL;
  abide_model* model = model_of("linear:2,2,2");
  abide_result* result = result_of(model);
  char formats[1024];
  snprintf(formats, sizeof formats, "%s", abide_formats());
  abide_text* text = NULL;
  for (char* word = strtok(formats, " "); word != NULL; word = strtok(NULL, " ")) {
    CHECK(is_ok(abide_result_export(result, word, "all", NULL, &text, &error), &error));
    CHECK(abide_text_size(text) > 50);
    abide_text_free(text);
  }
  CHECK(abide_result_export(result, "latex", NULL, "standalone", &text, &error) == ABIDE_OK);
  CHECK(has(text, "There are no other laws"));
  CHECK(abide_result_export(result, "text", NULL, "ascii", &text, &error) == ABIDE_OK);
  CHECK(has(text, "U1'*U1 - U2*U2'"));
  CHECK(failed(abide_result_export(result, "word", NULL, NULL, &text, &error), ABIDE_BAD_INPUT,
               &error, "sympy"));
  CHECK(failed(abide_result_export(result, "text", "most", NULL, &text, &error), ABIDE_BAD_INPUT,
               &error, "orbits"));
  CHECK(failed(abide_result_export(result, "text", NULL, "bold", &text, &error), ABIDE_BAD_INPUT,
               &error, "ascii"));
  CHECK(failed(abide_result_export(result, NULL, NULL, NULL, &text, &error), ABIDE_BAD_ARGUMENT,
               &error, "format"));
  CHECK(abide_result_families(result, &text, &error) == ABIDE_OK);
  CHECK(has(text, "\"slices\":[{\"array\":\"U1\",\"kind\":\"column\""));
  abide_model* same = NULL;
  CHECK(is_ok(abide_result_model(result, &same, &error), &error));
  CHECK(abide_model_coordinates(same) == 8);
  abide_model_free(same);
  abide_result_free(result);
  abide_model_free(model);
  /* Only what was proved: of the rank alone no law, and no sentence about others. */
  abide_options* rank = NULL;
  model = model_of("linear:2,2,2");
  CHECK(is_ok(abide_options_create(&rank, &error), &error));
  CHECK(is_ok(abide_options_set(rank, "question", "rank", &error), &error));
  CHECK(is_ok(abide_certify(model, rank, NULL, &result, &error), &error));
  CHECK(abide_result_export(result, "latex", NULL, NULL, &text, &error) == ABIDE_OK);
  CHECK(strstr(abide_text_data(text), "no other laws") == NULL);
  CHECK(abide_result_is_complete(result) == 0 && count_of(result, ABIDE_LIE_LOWER) == 5);
  abide_text_free(text);
  abide_result_free(result);
  abide_options_free(rank);
  abide_model_free(model);
}

static void verify(void) {
  abide_error* error = NULL;
  abide_text* text = NULL;
  abide_outcome outcome = ABIDE_OPEN;
  abide_model* model = model_of("linear:1,1,1");
  CHECK(is_ok(abide_verify(model, "U1[1,1]^2 - U2[1,1]^2", NULL, NULL, &outcome, &text, &error),
              &error));
  CHECK(outcome == ABIDE_PROVED && has(text, "\"proved\": true"));
  CHECK(is_ok(abide_verify(model, "0.5*U1[1,1]", NULL, NULL, &outcome, &text, &error), &error));
  CHECK(outcome == ABIDE_REFUTED && has(text, "witness"));
  CHECK(is_ok(abide_verify(model, "1", NULL, NULL, &outcome, NULL, &error), &error));
  CHECK(failed(abide_verify(model, "U3[1,1]", NULL, NULL, &outcome, &text, &error), ABIDE_BAD_INPUT,
               &error, "undeclared"));
  CHECK(failed(abide_verify(model, "U1[1,1]^^2", NULL, NULL, &outcome, &text, &error),
               ABIDE_BAD_INPUT, &error, "law"));
  CHECK(failed(abide_verify(model, NULL, NULL, NULL, &outcome, &text, &error), ABIDE_BAD_ARGUMENT,
               &error, "law"));
  CHECK(failed(abide_verify(model, "1", NULL, NULL, NULL, &text, &error), ABIDE_BAD_ARGUMENT,
               &error, "outcome"));
  abide_model_free(model);
}

static abide_outcome checked(const abide_model* model, const char* bytes, size_t size) {
  abide_error* error = NULL;
  abide_verdict* verdict = NULL;
  abide_outcome outcome = ABIDE_CUT_SHORT;
  CHECK(is_ok(abide_check_certificate(model, bytes, size, NULL, NULL, NULL, NULL, &verdict, &error),
              &error));
  CHECK(abide_verdict_outcome(verdict, &outcome) == ABIDE_OK);
  CHECK(abide_verdict_lines(verdict) != NULL &&
        strstr(abide_verdict_lines(verdict), "verdict: ") != NULL);
  abide_result* result = NULL;
  abide_status status = abide_verdict_result(verdict, &result, NULL);
  CHECK(status == (outcome == ABIDE_REFUTED ? ABIDE_BAD_INPUT : ABIDE_OK));
  if (status == ABIDE_OK) {
    abide_text *text = NULL, *same = NULL;
    CHECK(is_ok(abide_result_export(result, "latex", NULL, NULL, &text, &error), &error));
    CHECK((strstr(abide_text_data(text), "no other laws") != NULL) == (outcome == ABIDE_PROVED));
    CHECK(abide_result_certificate(result, NULL, NULL, &same, &error) == ABIDE_OK);
    CHECK(abide_text_size(same) == size && memcmp(abide_text_data(same), bytes, size) == 0);
    abide_text_free(text);
    abide_text_free(same);
  }
  abide_result_free(result);
  abide_verdict_free(verdict);
  return outcome;
}

static void check_one(abide_model* model, const char* degree) {
  abide_error* error = NULL;
  abide_text* text = NULL;
  abide_options* o = NULL;
  abide_result* result = NULL;
  CHECK(is_ok(abide_options_create(&o, &error), &error));
  CHECK(is_ok(abide_options_set(o, "degree", degree, &error), &error));
  CHECK(is_ok(abide_certify(model, o, NULL, &result, &error), &error));
  CHECK(is_ok(abide_result_certificate(result, NULL, NULL, &text, &error), &error));
  CHECK(checked(model, abide_text_data(text), abide_text_size(text)) ==
        (abide_result_is_complete(result) ? ABIDE_PROVED : ABIDE_OPEN));
  abide_text_free(text);
  abide_result_free(result);
  abide_options_free(o);
}

static void check(void) {
  abide_error* error = NULL;
  abide_model* model = model_of("linear:2,3,2");
  abide_model* moving = NULL;
  CHECK(is_ok(abide_model_with_dynamics(model, "momentum:1", NULL, NULL, &moving, &error), &error));
  check_one(model, NULL);
  check_one(moving, NULL);
  abide_model_free(moving);
  for (int way = 1; way < 7; ++way) {
    abide_model* written = product(way, &error);
    check_one(written, NULL);
    abide_model_free(written);
  }
  abide_model* small = model_of("linear:1,1,1 + linear:1,2,1");
  check_one(small, NULL);
  check_one(small, "theta:2");
  /* A sum in a canonical file, with bounds that are usual, said or not, and with others. */
  abide_text* canonical = NULL;
  abide_model* read = NULL;
  CHECK(is_ok(abide_model_canonical(small, NULL, &canonical, &error), &error));
  CHECK(is_ok(abide_model_from_canonical(abide_text_data(canonical), abide_text_size(canonical),
                                         NULL, NULL, &read, &error),
              &error));
  CHECK(is_ok(abide_model_with_dynamics(read, "momentum:1", NULL, NULL, &moving, &error), &error));
  check_one(read, NULL);
  check_one(moving, NULL);
  check_one(moving, "time:1,theta+v:2");
  check_one(moving, "time:1,theta:1,v:1");
  abide_model_free(moving);
  abide_model_free(read);
  abide_text_free(canonical);
  abide_model_free(small);
  /* With fractions the canonical file has fields. */
  const abide_array x = {"x", 1, 2, 1};
  const char* const entry = "x[1]/x[2]";
  CHECK(is_ok(abide_model_from_expressions(NULL, &x, 1, ABIDE_MAP, &entry, 1, NULL, &small, &error),
              &error));
  check_one(small, NULL);
  abide_model_free(small);
  abide_result* result = result_of(model);
  abide_text* text = NULL;
  CHECK(is_ok(abide_result_certificate(result, "all", NULL, &text, &error), &error));
  const size_t size = abide_text_size(text);
  char* bytes = (char*)malloc(size);
  memcpy(bytes, abide_text_data(text), size);
  CHECK(checked(NULL, bytes, size) == ABIDE_PROVED);
  /* Changed, cut off, of another model, nothing at all. */
  *strstr(bytes, "^2") = '*';
  CHECK(checked(model, bytes, size) == ABIDE_REFUTED);
  CHECK(checked(model, abide_text_data(text), size / 2) == ABIDE_REFUTED);
  abide_model* other = model_of("linear:2,2,2");
  CHECK(checked(other, abide_text_data(text), size) == ABIDE_REFUTED);
  abide_verdict* verdict = NULL;
  CHECK(
      failed(abide_check_certificate(model, "", 0, "none.cert", NULL, NULL, NULL, &verdict, &error),
             ABIDE_BAD_INPUT, &error, "none.cert"));
  CHECK(failed(abide_check_certificate(model, NULL, 3, NULL, NULL, NULL, NULL, &verdict, &error),
               ABIDE_BAD_ARGUMENT, &error, "certificate"));
  /* A program that is missing, that ends at once, that says nothing. */
  static const char* const programs[] = {"/nonexistent/abide-check", "/bin/true", "/bin/false", "/",
                                         "/etc/passwd"};
  for (size_t k = 0; k < sizeof programs / sizeof *programs; ++k) {
    abide_status status = abide_check_certificate(model, abide_text_data(text), size, NULL,
                                                  programs[k], NULL, NULL, &verdict, &error);
    CHECK(failed(status, k == 2 ? ABIDE_BAD_INPUT : ABIDE_NO_CHECKER, &error, ""));
    CHECK(verdict == NULL);
  }
  free(bytes);
  abide_text_free(text);
  abide_result_free(result);
  abide_model_free(other);
  abide_model_free(model);
}

struct watcher {
  abide_job* job;
  int events, cancel_at;
};

static void on_event(void* user, const char* stage, const char* message) {
  struct watcher* w = (struct watcher*)user;
  CHECK(stage != NULL && message != NULL && strchr(message, '\n') == NULL);
  if (++w->events == w->cancel_at) CHECK(abide_cancel(w->job) == ABIDE_OK);
}

/* A job that was ended before makes no model, in any of the ways. */
static void cancel_reading(void) {
  abide_error* error = NULL;
  abide_job* job = NULL;
  abide_model* model = NULL;
  const abide_array x = {"x", 0, 1, 1};
  const char* const entry = "x^2";
  const abide_model_term term = {0, 0, {"1", NULL, 0}};
  static const char toml[] = "[[parameter]]\nname = \"x\"\nshape = []\n[model]\nmap = [\"x\"]\n";
  CHECK(is_ok(abide_job_create(&job, &error), &error));
  for (int ended = 0; ended < 2; ++ended) {
    if (ended) CHECK(abide_cancel(job) == ABIDE_OK);
    for (int way = 0; way < 5; ++way) {
      abide_status status =
          way == 0   ? abide_model_from_specification("linear:2,2,2", job, &model, &error)
          : way == 1 ? abide_model_from_toml(toml, sizeof toml - 1, NULL, job, &model, &error)
          : way == 2 ? abide_model_from_canonical(canonical, sizeof canonical - 1, NULL, job,
                                                  &model, &error)
          : way == 3
              ? abide_model_from_terms(NULL, &x, 1, ABIDE_MAP, 1, &term, 1, job, &model, &error)
              : abide_model_from_expressions(NULL, &x, 1, ABIDE_MAP, &entry, 1, job, &model,
                                             &error);
      if (ended)
        CHECK(failed(status, ABIDE_STOPPED, &error, "") && model == NULL);
      else
        CHECK(is_ok(status, &error));
      abide_model_free(model);
    }
  }
  abide_job_free(job);
}

/* Cancelled at the first, the second, … event until there are no more: each time it ends, and what
 * it gives says no more than was proved. */
static void cancel(void) {
  static const char* const models_to_stop[] = {"linear:3,4,3", "relu:2,3,2,bias + linear:2,2,2"};
  for (size_t m = 0; m < 2; ++m) {
    abide_model* model = model_of(models_to_stop[m]);
    int finished = 0;
    for (int at = 1; !finished; ++at) {
      abide_error* error = NULL;
      abide_result* result = NULL;
      struct watcher w = {NULL, 0, at};
      CHECK(is_ok(abide_job_create(&w.job, &error), &error));
      CHECK(abide_job_listen(w.job, on_event, &w) == ABIDE_OK);
      abide_status status = abide_certify(model, NULL, w.job, &result, &error);
      finished = w.events < at;
      CHECK(abide_job_is_cancelled(w.job) == !finished);
      char last[16];
      uint64_t events = 0;
      CHECK(abide_job_progress(w.job, last, sizeof last, &events) == ABIDE_OK);
      CHECK(strlen(last) < sizeof last && events == (uint64_t)w.events);
      CHECK(abide_job_progress(w.job, NULL, sizeof last, NULL) == ABIDE_BAD_ARGUMENT);
      if (status == ABIDE_OK) {
        abide_text* text = NULL;
        CHECK(is_ok(abide_result_export(result, "text", NULL, NULL, &text, &error), &error));
        CHECK(!finished || abide_result_is_complete(result) == 1);
        abide_text_free(text);
        abide_status written = abide_result_certificate(result, NULL, w.job, &text, &error);
        CHECK(finished ? is_ok(written, &error)
                       : failed(written, ABIDE_STOPPED, &error, "interrupted"));
        abide_text_free(text);
      } else {
        CHECK(failed(status, ABIDE_STOPPED, &error, "interrupted"));
      }
      abide_result_free(result);
      abide_job* gone = w.job;
      abide_job_free(w.job);
      CHECK(abide_cancel(gone) == ABIDE_BAD_HANDLE && abide_job_is_cancelled(gone) == 0);
    }
    abide_model_free(model);
  }
  /* Before it begins. */
  abide_job* job = NULL;
  abide_verdict* verdict = NULL;
  abide_model* model = model_of("linear:2,2,2");
  abide_result* result = result_of(model);
  abide_text *text = NULL, *none = NULL;
  abide_outcome outcome = ABIDE_OPEN;
  CHECK(abide_result_certificate(result, NULL, NULL, &text, NULL) == ABIDE_OK);
  CHECK(abide_job_create(&job, NULL) == ABIDE_OK && abide_cancel(job) == ABIDE_OK);
  CHECK(abide_check_certificate(model, abide_text_data(text), abide_text_size(text), NULL, NULL,
                                NULL, job, &verdict, NULL) == ABIDE_STOPPED);
  CHECK(abide_verify(model, "U1[1,1]", NULL, job, &outcome, &none, NULL) == ABIDE_STOPPED);
  abide_job_free(job);
  abide_text_free(text);
  abide_result_free(result);
  abide_model_free(model);
}

static abide_job* volatile interrupted = NULL;
static void on_alarm(int signal) {
  (void)signal;
  abide_cancel(interrupted);
}

static void cancel_from_a_signal(void) {
  abide_error* error = NULL;
  abide_job* job = NULL;
  abide_options* o = NULL;
  CHECK(is_ok(abide_job_create(&job, &error), &error));
  CHECK(is_ok(abide_options_create(&o, &error), &error));
  CHECK(is_ok(abide_options_set(o, "guess", "no", &error), &error));
  CHECK(is_ok(abide_options_set(o, "degree", "6", &error), &error));
  interrupted = job;
  signal(SIGALRM, on_alarm);
  const struct itimerval soon = {{0, 0}, {0, 200000}};
  setitimer(ITIMER_REAL, &soon, NULL);
  abide_model* model = model_of("linear:9,9,9");
  abide_result* result = NULL;
  abide_status status = abide_certify(model, o, job, &result, &error);
  abide_outcome outcome = ABIDE_CUT_SHORT;
  if (status == ABIDE_OK) CHECK(abide_result_outcome(result, &outcome) == ABIDE_OK);
  CHECK(status == ABIDE_OK || status == ABIDE_STOPPED);
  CHECK(outcome == ABIDE_CUT_SHORT && abide_job_is_cancelled(job));
  abide_error_free(error);
  abide_result_free(result);
  abide_model_free(model);
  abide_options_free(o);
  abide_job_free(job);
}

static void many_jobs(void) {
  static abide_job* jobs[4096];
  abide_job* one_more = NULL;
  for (int k = 0; k < 4096; ++k) CHECK(abide_job_create(&jobs[k], NULL) == ABIDE_OK);
  CHECK(abide_job_create(&one_more, NULL) == ABIDE_LIMIT && one_more == NULL);
  CHECK(abide_cancel(jobs[7]) == ABIDE_OK);
  for (int k = 0; k < 4096; ++k) CHECK(abide_job_is_cancelled(jobs[k]) == (k == 7));
  for (int k = 0; k < 4096; ++k) abide_job_free(jobs[k]);
  CHECK(abide_job_create(&one_more, NULL) == ABIDE_OK && !abide_job_is_cancelled(one_more));
  abide_job_free(one_more);
}

static abide_model* shared = NULL;
static abide_job* shared_job = NULL;
static int thread_failures[4];

static void* work_in_a_thread(void* number) {
  int* bad = &thread_failures[(size_t)number];
  for (int k = 0; k < 3; ++k) {
    abide_error* error = NULL;
    abide_model* none = NULL;
    abide_result* result = NULL;
    abide_laws* all = NULL;
    abide_text* text = NULL;
    int found = 0;
    *bad += abide_certify(shared, NULL, shared_job, &result, &error) != ABIDE_OK;
    *bad += abide_laws_create(result, "all", &all, &error) != ABIDE_OK;
    while (abide_laws_next(all, &error) == ABIDE_OK) ++found;
    *bad += found != 6 || abide_result_is_complete(result) != 1;
    *bad += abide_result_export(result, "json", NULL, NULL, &text, &error) != ABIDE_OK;
    *bad += abide_model_from_specification("nobody:1", NULL, &none, &error) != ABIDE_BAD_INPUT;
    *bad += abide_job_progress(shared_job, NULL, 0, NULL) != ABIDE_OK;
    abide_error_free(error);
    abide_text_free(text);
    abide_laws_free(all);
    abide_result_free(result);
  }
  return NULL;
}

static void threads(void) {
  pthread_t running[4];
  shared = model_of("linear:3,3,3");
  CHECK(abide_job_create(&shared_job, NULL) == ABIDE_OK);
  for (size_t k = 0; k < 4; ++k)
    CHECK(pthread_create(&running[k], NULL, work_in_a_thread, (void*)k) == 0);
  for (size_t k = 0; k < 4; ++k) {
    pthread_join(running[k], NULL);
    CHECK(thread_failures[k] == 0);
  }
  abide_job_free(shared_job);
  abide_model_free(shared);
}

static void sweep(void) {
  static const char rows[] =
      "[[grid]]\nmodel = 'linear:{n},1,{n}'\nover = {n = '1..3'}\n[[model]]\nmodel = 'linear:x'\n";
  abide_error* error = NULL;
  abide_text* text = NULL;
  CHECK(is_ok(abide_sweep(rows, sizeof rows - 1, NULL, NULL, NULL, &text, &error), &error));
  int lines = 0;
  for (const char* c = abide_text_data(text); *c != '\0'; ++c) lines += *c == '\n';
  CHECK(lines == 4);
  CHECK(has(text, "\"linear:3,1,3\""));
  CHECK(failed(abide_sweep("[[grid", 6, "s.toml", NULL, NULL, &text, &error), ABIDE_BAD_INPUT,
               &error, "s.toml"));
}

/* With a decimal comma, whatever the host prints: the same bytes. */
static void comma(const char* name) {
  abide_model* model = model_of("linear:2,2,2");
  abide_result* result = result_of(model);
  abide_text *before = NULL, *after = NULL;
  CHECK(abide_result_export(result, "svg", NULL, NULL, &before, NULL) == ABIDE_OK);
  CHECK(setlocale(LC_ALL, name) != NULL);
  char number[16];
  snprintf(number, sizeof number, "%.1f", 0.5);
  CHECK(strcmp(number, "0,5") == 0);
  CHECK(abide_result_export(result, "svg", NULL, NULL, &after, NULL) == ABIDE_OK);
  CHECK(strcmp(abide_text_data(before), abide_text_data(after)) == 0);
  snprintf(number, sizeof number, "%.1f", 0.5);
  CHECK(strcmp(number, "0,5") == 0); /* the locale of the host stays */
  abide_text_free(before);
  abide_text_free(after);
  abide_result_free(result);
  abide_model_free(model);
}

int main(int argc, char** argv) {
  static const struct {
    const char* name;
    void (*run)(void);
  } cases[] = {{"library", library},
               {"models", models},
               {"bad models", bad_models},
               {"bad handles", bad_handles},
               {"options", options},
               {"laws", laws},
               {"exports", exports},
               {"verify", verify},
               {"check", check},
               {"cancel reading", cancel_reading},
               {"cancel", cancel},
               {"cancel from a signal", cancel_from_a_signal},
               {"many jobs", many_jobs},
               {"threads", threads},
               {"sweep", sweep}};
  if (argc > 1 && argv[1][0] != '\0') comma(argv[1]);
  for (size_t k = 0; k < sizeof cases / sizeof *cases; ++k) {
    if (argc > 2 && strcmp(argv[2], cases[k].name) != 0) continue;
    const int before = failures;
    cases[k].run();
    printf("%s: %s\n", cases[k].name, failures == before ? "as documented" : "FAILED");
    if (abide_live_handles() != 0) {
      printf("%zu handles are left\n", abide_live_handles());
      ++failures;
    }
  }
  return failures == 0 ? 0 : 1;
}
