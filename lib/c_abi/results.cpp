// Results: the computation, numbers, exports, families and certificates.
#include <abide/certificate.hpp>
#include <abide/hosts.hpp>
#include <algorithm>
#include <limits>

#include "calls.hpp"

namespace abide::c {

namespace {

std::shared_ptr<const Proved> certified(const NamedModel& model, const Settings& settings,
                                        const Progress& progress) {
  const Options options =
      with_degrees(settings.search, settings.degree, model.model, {"degree", 1, 1});
  auto result = std::make_shared<const Result>(certify(model.model, options, progress));
  auto proved = std::make_shared<Proved>();
  proved->claims = result;
  proved->remark = result->stopped.empty() ? result->probably : result->stopped;
  proved->result = std::move(result);
  return proved;
}

// Nothing: it is not claimed.
std::optional<std::uint64_t> number_of(const Claims& claims, int what) {
  const bool laws = claims.laws_known;
  const bool rank = claims.lie_known && claims.question != Question::laws;
  const auto if_known = [](bool known, std::uint64_t value) {
    return known ? std::optional(value) : std::nullopt;
  };
  switch (what) {
    case ABIDE_COORDINATES:
      return claims.coordinates();
    case ABIDE_PARAMETERS:
      return claims.model->parameters();
    case ABIDE_INDEPENDENT_LAWS:
      return if_known(laws, claims.independent_laws);
    case ABIDE_LIE_LOWER:
      return if_known(rank, claims.lie_lower);
    case ABIDE_LIE_UPPER:
      return if_known(rank, claims.lie_upper);
    case ABIDE_LAWS:
      return if_known(laws, claims.count_laws());
    case ABIDE_LOCAL_LAWS:
      return rank ? claims.local_laws() : std::nullopt;
    case ABIDE_DEGREE:
      return if_known(claims.question != Question::rank, claims.degrees.degree);
  }
  refuse(ABIDE_BAD_ARGUMENT, "'what' is none of abide_count: " + std::to_string(what));
}

std::optional<std::string> text_of_number(const std::optional<std::uint64_t>& number) {
  return number ? std::optional(std::to_string(*number)) : std::nullopt;
}

ReportStyle style_argument(const char* style) {
  const std::string_view word = style == nullptr ? "" : style;
  if (style != nullptr && word != "ascii" && word != "standalone")
    throw Error(ErrorKind::input, {"style", 1, 1},
                "expected 'ascii' or 'standalone', found '" + quoted(style) + "'");
  return {.ascii = word == "ascii", .standalone = word == "standalone"};
}

bool is_among(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

const std::string& all_formats() {
  static const std::string text = [] {
    std::string all = "svg explanation";
    for (const auto* names : {&report_formats(), &host_formats()})
      for (const std::string& name : *names) all += " " + name;
    return all;
  }();
  return text;
}

std::string exported(const Proved& proved, const std::string& format, const char* listing,
                     const ReportStyle& style) {
  const Claims& claims = *proved.claims;
  if (format == "svg") return to_svg(claims);
  if (format == "explanation") return explanation_of(claims, style.ascii);
  if (is_among(report_formats(), format)) {
    const LawListing laws =
        listing_argument(listing, format == "json" ? LawListing::all : LawListing::kinds);
    const Report report =
        proved.result ? make_report(*proved.result, laws) : make_report(claims, laws);
    return to_format(report, format, style);
  }
  if (!is_among(host_formats(), format))
    throw Error(ErrorKind::input, {"format", 1, 1},
                "expected one of " + all_formats() + ", found '" + quoted(format) + "'");
  return to_host(make_sheet(claims, listing_argument(listing, LawListing::all)), format);
}

std::string certificate_of(const Proved& proved, const char* listing, const Progress& progress) {
  const bool all = listing_argument(listing, LawListing::all) == LawListing::all;
  if (!proved.result) return proved.certificate;
  const Result& result = *proved.result;
  check_certificate_size(*result.source, all);
  std::string text;
  write_certificate(result, all, [&](std::string_view piece) {
    progress.check();
    text += piece;
  });
  return text;
}

}  // namespace

}  // namespace abide::c

using namespace abide::c;

extern "C" {

abide_status abide_certify(const abide_model* model, const abide_options* options, abide_job* job,
                           abide_result** out, abide_error** error) {
  return give(out, error, [&] {
    const auto object = needed<const NamedModel>(model, "model");
    const Settings settings = settings_of(options);
    const CallProgress progress(settings, maybe<Job>(job, "job"));
    return certified(*object, settings, progress);
  });
}

abide_status abide_result_outcome(const abide_result* result, abide_outcome* out) {
  return call(nullptr, [&] {
    const auto proved = needed<const Proved>(result, "result");
    needed_pointer(out, "out");
    if (proved->result)
      *out = outcome_of(proved->result->outcome());
    else
      *out = proved->claims->complete ? ABIDE_PROVED : ABIDE_OPEN;
  });
}

const char* abide_result_remark(const abide_result* result) {
  const auto proved = object_of<const Proved>(result);
  return proved ? proved->remark.c_str() : nullptr;
}

int abide_result_is_complete(const abide_result* result) {
  const auto proved = object_of<const Proved>(result);
  return proved && proved->claims->complete ? 1 : 0;
}

abide_status abide_result_count(const abide_result* result, int what, int64_t* out) {
  if (out != nullptr) *out = 0;
  return call(nullptr, [&] {
    const auto proved = needed<const Proved>(result, "result");
    needed_pointer(out, "out");
    const auto number = number_of(*proved->claims, what);
    if (!number) return ABIDE_END;
    if (*number > static_cast<std::uint64_t>(INT64_MAX)) return ABIDE_LIMIT;
    *out = static_cast<int64_t>(*number);
    return ABIDE_OK;
  });
}

abide_status abide_result_count_text(const abide_result* result, int what, abide_text** out,
                                     abide_error** error) {
  return give_text_or_end(out, error, [&] {
    return text_of_number(number_of(*needed<const Proved>(result, "result")->claims, what));
  });
}

abide_status abide_result_dimension(const abide_result* result, uint32_t degree, abide_text** out,
                                    abide_error** error) {
  return give_text_or_end(out, error, [&]() -> std::optional<std::string> {
    const auto& dimensions = needed<const Proved>(result, "result")->claims->dimensions;
    if (degree == 0 || degree > dimensions.size()) return std::nullopt;
    return text_of_number(dimensions[degree - 1]);
  });
}

abide_status abide_result_model(const abide_result* result, abide_model** out,
                                abide_error** error) {
  return give(out, error, [&] {
    const abide::Claims& claims = *needed<const Proved>(result, "result")->claims;
    return std::make_shared<const NamedModel>(
        NamedModel{*claims.source, abide::phase_space_of(*claims.source)});
  });
}

const char* abide_formats(void) {
  try {
    return all_formats().c_str();
  } catch (...) {
    return "";
  }
}

abide_status abide_result_export(const abide_result* result, const char* format,
                                 const char* listing, const char* style, abide_text** out,
                                 abide_error** error) {
  return give(out, error, [&] {
    const auto proved = needed<const Proved>(result, "result");
    listing_argument(listing, abide::LawListing::all);
    return text_of(exported(*proved, std::string(text_argument(format, "format")), listing,
                            style_argument(style)));
  });
}

abide_status abide_result_families(const abide_result* result, abide_text** out,
                                   abide_error** error) {
  return give(out, error, [&] {
    return text_of(abide::families_json(*needed<const Proved>(result, "result")->claims));
  });
}

abide_status abide_result_certificate(const abide_result* result, const char* listing,
                                      abide_job* job, abide_text** out, abide_error** error) {
  return give(out, error, [&] {
    const auto proved = needed<const Proved>(result, "result");
    return text_of(
        certificate_of(*proved, listing, CallProgress(Settings(), maybe<Job>(job, "job"))));
  });
}

void abide_result_free(abide_result* result) { release(result); }

}  // extern "C"
