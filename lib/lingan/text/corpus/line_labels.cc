#include <lingan/text/corpus/line_labels.h>

#include <map>
#include <string_view>

#include <fmt/format.h>

#include <lingan/base/counted.h>
#include <lingan/base/error.h>
#include <lingan/text/corpus/line_check.h>
#include <lingan/text/tokenizer/whitespace_tokenizer.h>

namespace lingan {
namespace {

/// A line without the white space around it.
std::string trimmed(std::string_view line) {
  const auto words = split_whitespace(line);
  if (words.empty()) return "";
  return {words.front().data(), words.back().data() + words.back().size()};
}

}  // namespace

LineLabels read_labels(CorpusLines& lines, size_t maximum) {
  LineLabels labels;
  std::map<std::string, int32_t> numbers;  // by the order in which they come
  while (const auto line = lines.next()) {
    labels.lines.resize(static_cast<size_t>(lines.lines()), kUnknownLabel);  // of skipped ones, too
    const std::string name = trimmed(*line);
    if (name.empty()) continue;
    const auto next = static_cast<int32_t>(numbers.size());
    labels.lines.back() = numbers.try_emplace(name, next).first->second;
    if (numbers.size() <= maximum) continue;
    throw InputError(fmt::format("more than {} different labels; a label says of what kind a "
                                 "sentence is, and many sentences share it",
                                 maximum),
                     line_place(lines.name(), lines.lines()));
  }
  labels.lines.resize(static_cast<size_t>(lines.lines()), kUnknownLabel);
  std::vector<int32_t> places(numbers.size());  // in the order of names
  for (const auto& [name, number] : numbers) {
    places[static_cast<size_t>(number)] = static_cast<int32_t>(labels.names.size());
    labels.names.push_back(name);
  }
  for (int32_t& label : labels.lines) {
    if (label != kUnknownLabel) label = places[static_cast<size_t>(label)];
  }
  return labels;
}

std::vector<int32_t> match_labels(CorpusLines& corpus, const LineLabels& labels,
                                  const std::string& name, bool unlabelled) {
  std::vector<int32_t> matched;
  const auto count = static_cast<int64_t>(labels.lines.size());
  while (const auto line = corpus.next()) {
    const int64_t number = corpus.lines();
    if (number > count || is_blank(*line)) continue;
    const int32_t label = labels.lines[static_cast<size_t>(number - 1)];
    if (label == kUnknownLabel && !unlabelled) {
      throw InputError(
          fmt::format("no label for line {} of {}, which has a sentence", number, corpus.name()),
          line_place(name, number));
    }
    matched.push_back(label);
  }
  if (corpus.lines() == count) return matched;
  throw InputError(
      fmt::format("{} for the {} of {}; it needs one for each line", counted(count, "label"),
                  counted(corpus.lines(), "line"), corpus.name()),
      name);
}

}  // namespace lingan
