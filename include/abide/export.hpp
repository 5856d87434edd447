/// \file
/// Results as text, JSON, LaTeX and Markdown.
///
/// Example (also a test):
///
///     abide::Result r = abide::certify(abide::make_model("linear:3,2,3"), {});
///     abide::Report report = abide::make_report(r, abide::LawListing::kinds);
///     assert(abide::to_text(report).find("Lie rank 9 of 12") != std::string::npos);
///     abide::Report same = abide::read_report(abide::to_json(report), "r.json");
///     assert(abide::to_latex(same, true).find("states (not proved here)") != std::string::npos);
#pragma once

#include <abide/certify.hpp>
#include <abide/hypothesis.hpp>
#include <abide/notation.hpp>
#include <abide/sweep.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace abide {

/// Which laws are listed: one per kind with its number, one per orbit, or all.
enum class LawListing { kinds, orbits, all };

/// What a result says, as plain data: the common ground of all formats.
struct ABIDE_API Report {
  struct Dimension {
    std::uint32_t degree = 0;
    std::optional<std::uint64_t> value;  ///< nothing where it was not determined
  };
  struct Row {
    std::string expression;
    std::uint32_t degree = 0;         ///< 0: not a polynomial
    std::optional<bool> independent;  ///< nothing where it was not determined
    std::string kind;
    std::uint64_t multiplicity = 1;
  };
  /// A formula in the language of models, for terminals, and in mathematics mode of LaTeX.
  struct Formula {
    std::string ascii, unicode, latex;
  };
  /// Laws of one form.
  struct Family {
    Formula form;  ///< with letters, or the matrix whose entries the laws are
    bool matrix = false;
    Formula range;  ///< "1 <= k <= l <= 3"; empty for a single law
    std::uint64_t laws = 1;
    std::uint64_t copies = 1;  ///< as many laws in each of so many copies of a component
    std::optional<std::uint64_t> independent;
    std::optional<std::uint32_t>
        rank_bound;            ///< of the matrix: all larger minors are 0, which relates the laws
    std::uint32_t degree = 0;  ///< 0: not a polynomial
    std::string kind;
  };
  /// The model as LaTeX says it.
  struct Setting {
    std::string parameters;  ///< "$U_{1} \\in \\mathbb{R}^{3 \\times 2}$, …"
    std::string map;         ///< φ, in mathematics mode; empty: the model is given by fields
    std::string flow;        ///< the equation of motion, in mathematics mode
    std::string remark;      ///< on metric and loss, or empty
    std::vector<std::string> sources;  ///< keys of BibTeX entries
    std::vector<std::string> domain;   ///< Report::domain, in mathematics mode
    Letters letters;                   ///< of functions and time, free of names of the model
  };
  std::string model;
  Setting setting;
  std::uint64_t parameters = 0, coordinates = 0;
  std::vector<Dimension> law_space;
  std::string within;               ///< bounds on groups of coordinates of these laws, or empty
  std::vector<std::string> domain;  ///< where the flow lives, these are not zero
  std::vector<Row> laws;
  std::vector<Family>
      families;  ///< the same laws; none for models too large to name their coordinates
  bool laws_truncated = false;  ///< after 10^6 terms
  bool laws_known = false;
  LawListing listing = LawListing::kinds;
  std::uint64_t independent_laws = 0;
  std::optional<std::uint64_t> lie_lower, lie_upper;
  std::optional<std::uint64_t> local_laws;
  bool monomial_map = false;  ///< is the Lie rank that of a matrix of exponents?
  bool complete = false;
  /// The file whose statement this is, read and not proved; empty for what was proved here.
  std::string stated_in;
  std::string certificate;        ///< file name, or empty
  std::string digest;             ///< SHA-256 of its text, or empty
  std::string command;            ///< that computes it again, or empty
  std::string probably, stopped;  ///< reasons, or empty
  std::optional<Timings> timings;
};

/// One law of each kind or orbit, or every law, and for how many laws it stands.
struct LawGroup {
  PlacedLaw law;
  std::uint64_t multiplicity = 1;
  std::optional<bool> independent;  ///< nothing where it was not determined
};
/// Calls visit for the laws of a listing in their order, until it returns false.
ABIDE_API void for_each_group(const Claims& claims, LawListing listing,
                              FunctionRef<bool(const LawGroup&)> visit);

/// What is claimed but for the laws.
[[nodiscard]] ABIDE_API Report make_summary(const Claims& claims);
/// The same with laws, as far as they have 10^6 terms, and families. Cost: linear in the laws
/// listed.
[[nodiscard]] ABIDE_API Report make_report(const Claims& claims, LawListing listing);
/// And with what is no claim: why the search stopped, and what is probable. Timings are left out.
[[nodiscard]] ABIDE_API Report make_report(const Result& result, LawListing listing);
/// A JSON result back: a statement of this file, which nothing proves. Throws Error{input} when the
/// text is not one, or says "complete" where independent laws + Lie rank are not the coordinates.
[[nodiscard]] ABIDE_API Report read_report(const std::string& json, const std::string& file);

struct ReportStyle {
  bool ascii = false;       ///< of text: formulas in the language of models
  bool colors = false;      ///< of text: title and outcome marked as terminals do it (ECMA-48)
  bool standalone = false;  ///< of latex
};
/// For a person: laws in families, or (after LawListing::orbits or all) one by one.
[[nodiscard]] ABIDE_API std::string to_text(const Report& report, const ReportStyle& style = {});
/// The format of a JSON result; without timings its bytes depend on the model and the options only.
[[nodiscard]] ABIDE_API std::string to_json(const Report& report);
/// A proposition with its proof, for a document with amsmath, amssymb, amsthm and a theorem
/// `proposition`; standalone: that document, which pdflatex accepts. Of a report that was read, a
/// paragraph that says what the file states.
[[nodiscard]] ABIDE_API std::string to_latex(const Report& report, bool standalone);
/// BibTeX entries of the sources that the LaTeX text cites.
[[nodiscard]] ABIDE_API std::string to_bibtex(const Report& report);
/// A page in Markdown, with a table as GitHub and others write them; formulas in the language of
/// models.
[[nodiscard]] ABIDE_API std::string to_markdown(const Report& report);

/// The formats above but svg: "text", "json", "latex", "bibtex", "markdown".
[[nodiscard]] ABIDE_API const std::vector<std::string>& report_formats();
/// The report in one of these. Throws Error{input} for another one.
[[nodiscard]] ABIDE_API std::string to_format(const Report& report, const std::string& format,
                                              const ReportStyle& style);

/// For programs that evaluate laws (data/format/c-abi.md), as JSON: the arrays of coordinates;
/// families of laws as products of slices of arrays; a law as terms; a verdict, of which `law` is
/// what was asked; pages of families of models. Throws Error{limit} beyond 10^6 arrays.
[[nodiscard]] ABIDE_API std::string arrays_json(const Coordinates& layout);
[[nodiscard]] ABIDE_API std::string families_json(const Claims& claims);
[[nodiscard]] ABIDE_API std::string law_json(const Claims& claims, const LawGroup& law);
[[nodiscard]] ABIDE_API std::string to_json(const Verdict& verdict, const Model& model,
                                            const ElementaryFunction& law);
[[nodiscard]] ABIDE_API std::string to_json(const std::vector<Family>& pages);

/// In plain words: which symmetry each family of laws comes from, why there are no more, and what
/// was not proved.
[[nodiscard]] ABIDE_API std::string explanation_of(const Claims& claims, bool ascii = false);

/// The first law of each family drawn on the weights it involves: on the layered graph of a
/// network, else on the named arrays. Colours for everybody; at most twelve families.
[[nodiscard]] ABIDE_API std::string to_svg(const Claims& claims);

/// What was found in activation cells and what of it is proved.
[[nodiscard]] ABIDE_API std::string to_text(const Hypothesis& hypothesis);
/// The format of data/format/hypothesis.md: its bytes depend on models and options only.
[[nodiscard]] ABIDE_API std::string to_json(const std::vector<Hypothesis>& hypotheses);

/// A row of a sweep and what became of it, as plain data.
struct ABIDE_API RowReport {
  std::uint64_t row = 0;  ///< from 1; 0: of a row that the sweep does not have any more
  Location where;         ///< in the sweep file
  std::string identity;
  std::string model, dynamics;  ///< as the row says them; dynamics of a file as the file does
  Expected expected;
  std::optional<Report> result;
  std::string error, stopped;  ///< why there is no result, or empty

  /// nothing: the row is wrong.
  std::optional<Outcome> outcome() const;
  /// "laws 3, expected 2" …: what the result says otherwise. Empty without a result, and for one
  /// that was stopped.
  std::vector<std::string> differences() const;
};
/// Cost: like make_report of a result.
[[nodiscard]] ABIDE_API RowReport make_report(const SweepRow& row, const RowRun& run,
                                              LawListing listing);
/// One line (data/format/sweep.md), with '\n'. Without timings its bytes depend on row and options
/// only.
[[nodiscard]] ABIDE_API std::string to_json(const RowReport& row);
/// A line back, as read_report; the result is stated in `where.file`. Throws Error{input} with the
/// place of the line.
[[nodiscard]] ABIDE_API RowReport read_row(const std::string& line, const Location& where);

/// A heat map of the number of laws over the two numbers in which the models of the rows differ;
/// complete rows are marked. Throws Error{input} for rows that differ otherwise.
[[nodiscard]] ABIDE_API std::string to_svg(const std::vector<RowReport>& rows);
/// A table (booktabs); standalone: as a document.
[[nodiscard]] ABIDE_API std::string to_latex(const std::vector<RowReport>& rows, bool standalone);

/// A table of rows for people, line by line.
class ABIDE_API SweepTable {
 public:
  /// Columns are as wide as these rows need them. `compare`: with what was expected.
  SweepTable(const std::vector<SweepRow>& rows, bool compare);
  std::string head() const;
  std::string line(const RowReport& row) const;

 private:
  std::size_t number_, model_, dynamics_;  // widths
  bool compare_;
};

}  // namespace abide
