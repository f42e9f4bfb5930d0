/// Labels: of what kind each sentence of a corpus is, such as `positive`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <lingan/base/input.h>
#include <lingan/text/corpus/corpus.h>

namespace lingan {

/// Maximum of different labels of a corpus.
inline constexpr size_t kMaximumLabels = 1000;

/// A label, whose number is its place among those of a corpus.
struct Label {
  std::string name;
  int64_t sentences = 0;  ///< to train on that have it

  bool operator==(const Label&) const = default;
};

/// What a file of labels says.
struct LineLabels {
  std::vector<std::string> names;  ///< different ones, ascending
  std::vector<int32_t> lines;      ///< of each line its label's number; -1: it has none
};

/// Reads one label a line, without the white space around it.
/// @throws InputError naming the line that brings more than kMaximumLabels, or is malformed text.
LineLabels read_labels(CorpusLines& lines);

/// The labels of a corpus's sentences by their lines.
/// @param corpus  of as many lines.  @param labels  name is for messages.
/// @return of each line that is not blank its label's number, as EncodedCorpus::lines counts them.
/// @throws InputError if there are not as many labels as lines, or a line that is not blank has
/// none.
std::vector<int32_t> match_labels(CorpusLines& corpus, const LineLabels& labels,
                                  const std::string& name);

}  // namespace lingan
