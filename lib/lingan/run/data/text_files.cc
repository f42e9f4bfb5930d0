#include <lingan/run/data/text_files.h>

#include <numeric>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <lingan/base/error.h>
#include <lingan/base/fingerprint.h>
#include <lingan/text/corpus/line_check.h>
#include <lingan/text/corpus/line_sources.h>
#include <lingan/text/tokenizer/whitespace_tokenizer.h>

namespace lingan {
namespace {

constexpr const char* kPairLine = "a line of pairs is a query, one tab and an item";

/// What is wrong with a line of pairs that is not blank; null: nothing.
const char* fault_of_pair(std::string_view line) {
  const size_t tab = line.find('\t');
  if (tab == std::string_view::npos) return "no tab";
  if (line.find('\t', tab + 1) != std::string_view::npos) return "more than one tab";
  if (is_blank(line.substr(0, tab))) return "no query before the tab";
  return is_blank(line.substr(tab + 1)) ? "no item after the tab" : nullptr;
}

/// How many lines of a corpus are not blank; one at least, before anything is learned from them.
int64_t count_lines(const TextSource& source, const RereadableInput& corpus) {
  if (has_pairs(source)) check_pairs(corpus, source.bad_text);
  CorpusLines lines(corpus, source.bad_text, sentence_column(source));
  int64_t count = 0;
  while (const auto line = lines.next()) count += is_blank(*line) ? 0 : 1;
  if (count > 0) return count;
  throw InputError(has_pairs(source) ? std::string("no pairs in it; ") + kPairLine
                                     : "no text in it; a corpus has one sentence a line",
                   corpus.name());
}

/// @param field  what held-out sentences would need.
/// @param or_else  what else gives it to them, or nothing.
void require_share_held_out(const TextSource& source, const std::string& field,
                            const std::string& or_else = "") {
  if (source.validation.empty() && source.test.empty()) return;
  throw UsageError("`" + field +
                   "`: held-out sentences of a file of their own have none; leave that file out, "
                   "and a share of the corpus is held out" +
                   or_else);
}

/// @throws UsageError for labels that do not go together with each other, or with the other text.
void check_labels(const TextSource& source) {
  std::vector<std::string> given;
  if (!source.labels.empty()) given.emplace_back("`labels`");
  if (source.label_column != 0) given.emplace_back("`label_column`");
  if (!source.corpus_b.empty()) given.emplace_back("`corpus_b`");
  if (given.size() > 1) {
    throw UsageError(fmt::format(
        "{}: a sentence has one label, of the file, of its line or of its corpus; name one of them",
        fmt::join(given, ", ")));
  }
  if (source.corpus == source.corpus_b) {
    throw UsageError("`corpus_b`: is the first corpus; name another");
  }
  if (source.label_column == 0) {
    require_share_held_out(source, source.labels.empty() ? "corpus_b" : "labels",
                           ", or write the labels into the lines of all files (`label_column`)");
  }
}

}  // namespace

LineColumn sentence_column(const TextSource& source) {
  if (source.label_column == 0) return LineColumn::kWhole;
  return source.label_column == 1 ? LineColumn::kSecond : LineColumn::kFirst;
}

LineColumn label_column(const TextSource& source) {
  return source.label_column == 1 ? LineColumn::kFirst : LineColumn::kSecond;
}

bool has_pairs(const TextSource& source) {
  return source.label_column != 0 && source.tokenizer == "line";
}

void check_pairs(const RereadableInput& input, BadText bad_text) {
  CorpusLines lines(input, bad_text);
  while (const auto line = lines.next()) {
    const char* fault = is_blank(*line) ? nullptr : fault_of_pair(*line);
    if (fault == nullptr) continue;
    throw InputError(std::string(fault) + "; " + kPairLine,
                     line_place(lines.name(), lines.lines()));
  }
}

std::string none_has_label(const TextSource& source, const std::string& name) {
  return (has_pairs(source) ? "no training pair has the query "
                            : "no sentence to train on has the label ") +
         name;
}

size_t maximum_labels(const TextSource& source) {
  return has_pairs(source) ? kMaximumQueries : kMaximumLabels;
}

TextFiles::TextFiles(const TextSource& source) : source_(source) {
  if (source.label_column < 0 || source.label_column > 2) {
    throw UsageError("`label_column`: must be 1 or 2");
  }
  files_.emplace_back(source.corpus);
  if (!source.corpus_b.empty()) files_.emplace_back(source.corpus_b);
  for (const RereadableInput& file : files_) counts_.push_back(count_lines(source, file));
  if (!source.sources.empty()) sources_.emplace(source.sources);
}

std::vector<CorpusLines> TextFiles::lines() const {
  std::vector<CorpusLines> lines;
  for (const RereadableInput& file : files_)
    lines.emplace_back(file, source_.bad_text, sentence_column(source_));
  return lines;
}

int64_t TextFiles::count() const {
  return std::accumulate(counts_.begin(), counts_.end(), int64_t{0});
}

void TextFiles::put_fingerprints(PreparedData& data) const {
  const auto of = [](const RereadableInput& file) {
    return fingerprint(*file.open(), file.name());
  };
  data.corpus_fingerprint = of(files_.front());
  if (files_.size() > 1) data.corpus_b_fingerprint = of(files_.back());
}

std::vector<int32_t> TextFiles::line_labels(PreparedData& data) const {
  const bool from_lines = source_.label_column != 0;
  if (source_.labels.empty() && source_.corpus_b.empty() && !from_lines) return {};
  check_labels(source_);
  if (from_lines) {
    return matched_labels({files_.front(), source_.bad_text, label_column(source_)}, data);
  }
  if (source_.labels.empty()) {
    data.labels = {{.name = "a"}, {.name = "b"}};
    std::vector<int32_t> labels(static_cast<size_t>(counts_.front()), 0);
    labels.resize(static_cast<size_t>(count()), 1);
    return labels;
  }
  const RereadableInput input(source_.labels);
  std::vector<int32_t> labels = matched_labels({input, BadText::kRefuse}, data);
  data.labels_fingerprint = fingerprint(*input.open(), input.name());
  return labels;
}

std::vector<int32_t> TextFiles::matched_labels(CorpusLines lines, PreparedData& data) const {
  const LineLabels labels = read_labels(lines, maximum_labels(source_));
  if (labels.names.empty() && source_.unlabelled) {
    throw InputError("no line has a label; some sentences of each kind need one", lines.name());
  }
  for (const std::string& name : labels.names) data.labels.push_back({.name = name});
  CorpusLines text(files_.front(), source_.bad_text, sentence_column(source_));
  return match_labels(text, labels, lines.name(), source_.unlabelled);
}

std::optional<CorpusLines> TextFiles::source_lines() const {
  if (!sources_) return std::nullopt;
  return CorpusLines(*sources_, source_.bad_text);
}

std::vector<int64_t> TextFiles::line_sources(PreparedData& data) const {
  if (!sources_) return {};
  if (!source_.corpus_b.empty() || source_.label_column != 0) {
    throw UsageError(
        std::string("`sources`: sentences that have sources take their labels from a file "
                    "(`labels`), not from ") +
        (source_.corpus_b.empty() ? "`label_column`" : "`corpus_b`"));
  }
  require_share_held_out(source_, "sources");
  CorpusLines text(files_.front(), source_.bad_text), sources = *source_lines();
  std::vector<int64_t> matched = match_sources(text, sources);
  data.sources_fingerprint = fingerprint(*sources_->open(), sources_->name());
  return matched;
}

}  // namespace lingan
