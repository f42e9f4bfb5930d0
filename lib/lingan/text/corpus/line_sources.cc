#include <lingan/text/corpus/line_sources.h>

#include <map>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include <lingan/base/counted.h>
#include <lingan/base/error.h>
#include <lingan/text/corpus/line_check.h>
#include <lingan/text/tokenizer/whitespace_tokenizer.h>

namespace lingan {
namespace {

/// Of each line its number among those that are not blank; -1: it is blank.
std::vector<int64_t> numbers_of(CorpusLines& lines) {
  std::vector<int64_t> numbers;
  int64_t next = 0;
  while (const auto line = lines.next()) {
    numbers.resize(static_cast<size_t>(lines.lines()), -1);
    if (!is_blank(*line)) numbers.back() = next++;
  }
  numbers.resize(static_cast<size_t>(lines.lines()), -1);
  return numbers;
}

}  // namespace

std::vector<int64_t> match_sources(CorpusLines& corpus, CorpusLines& sources) {
  const std::vector<int64_t> numbers = numbers_of(sources);
  const auto count = static_cast<int64_t>(numbers.size());
  std::vector<int64_t> matched;
  while (const auto line = corpus.next()) {
    const int64_t number = corpus.lines();
    if (number > count || is_blank(*line)) continue;
    matched.push_back(numbers[static_cast<size_t>(number - 1)]);
    if (matched.back() >= 0) continue;
    throw InputError(
        fmt::format("no source for line {} of {}, which has a sentence", number, corpus.name()),
        line_place(sources.name(), number));
  }
  if (corpus.lines() == count) return matched;
  throw InputError(
      fmt::format("{} for the {} of {}; it needs one for each line", counted(count, "source"),
                  counted(corpus.lines(), "line"), corpus.name()),
      sources.name());
}

SourcedCorpus pair_with_sources(const EncodedCorpus& corpus, const EncodedCorpus& sources,
                                const std::vector<int64_t>& matched, const std::string& name) {
  std::map<int64_t, int64_t> kept;  // rows of sources by their numbers
  for (size_t row = 0; row < sources.lines.size(); ++row) {
    kept[sources.lines[row]] = static_cast<int64_t>(row);
  }
  std::vector<int64_t> rows, rows_of_sources;
  SourcedCorpus pairs;
  for (size_t row = 0; row < corpus.lines.size(); ++row) {
    const auto source = kept.find(matched[static_cast<size_t>(corpus.lines[row])]);
    if (source == kept.end()) continue;
    rows.push_back(static_cast<int64_t>(row));
    rows_of_sources.push_back(source->second);
    pairs.corpus.lines.push_back(corpus.lines[row]);
  }
  if (rows.empty()) throw InputError("no sentence has a source that is short enough", name);
  pairs.corpus.sentences = select_rows(corpus.sentences, rows);
  pairs.corpus.sentences.labels.resize(rows.size());
  std::iota(pairs.corpus.sentences.labels.begin(), pairs.corpus.sentences.labels.end(), 0);
  pairs.sources = select_rows(sources.sentences, rows_of_sources);
  pairs.corpus.report = corpus.report;
  pairs.corpus.report.too_long += corpus.sentences.rows - pairs.sources.rows;
  pairs.corpus.report.sentences = pairs.sources.rows;
  return pairs;
}

}  // namespace lingan
