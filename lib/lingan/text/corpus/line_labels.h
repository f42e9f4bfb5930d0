/// Labels: of what kind each sentence of a corpus is, such as `positive`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <lingan/base/input.h>
#include <lingan/base/labelled_sentences.h>
#include <lingan/text/corpus/corpus.h>

namespace lingan {

/// Maximum of different labels of a corpus.
inline constexpr size_t kMaximumLabels = 1000;

/// Maximum of different queries of pairs, which are labels of items.
inline constexpr size_t kMaximumQueries = size_t{1} << 24;

/// A label, whose number is its place among those of a corpus.
struct Label {
  std::string name;
  int64_t sentences = 0;  ///< to train on that have it

  bool operator==(const Label&) const = default;
};

/// What a file of labels says.
struct LineLabels {
  std::vector<std::string> names;  ///< different ones, ascending
  std::vector<int32_t> lines;      ///< of each line its label's number, or kUnknownLabel
};

/// Reads one label a line, without the white space around it; nobody knows that of a blank line.
/// @param maximum  of different ones.
/// @throws InputError naming the line that brings more than that, or is malformed text.
LineLabels read_labels(CorpusLines& lines, size_t maximum = kMaximumLabels);

/// The labels of a corpus's sentences by their lines.
/// @param corpus  of as many lines.  @param labels  name is for messages.
/// @param unlabelled  whether a line that is not blank may be without a label.
/// @return of each line that is not blank its label's number, as EncodedCorpus::lines counts them,
/// or kUnknownLabel.
/// @throws InputError if there are not as many labels as lines, or a line lacks one that must not.
std::vector<int32_t> match_labels(CorpusLines& corpus, const LineLabels& labels,
                                  const std::string& name, bool unlabelled = false);

}  // namespace lingan
