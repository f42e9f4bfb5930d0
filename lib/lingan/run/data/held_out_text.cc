#include <lingan/run/data/held_out_text.h>

#include <algorithm>

#include <lingan/base/error.h>
#include <lingan/base/fingerprint.h>
#include <lingan/base/input.h>
#include <lingan/run/data/text_files.h>
#include <lingan/text/corpus/line_check.h>

namespace lingan {
namespace {

/// The labels in a column of the input by the numbers that they have in training.
LineLabels known_labels(const RereadableInput& input, const TextSource& source,
                        const std::vector<Label>& labels) {
  CorpusLines lines(input, source.bad_text, label_column(source));
  LineLabels read = read_labels(lines, maximum_labels(source));
  std::vector<int32_t> numbers;
  for (const std::string& name : read.names) {
    const auto known = std::ranges::find(labels, name, &Label::name);
    if (known == labels.end()) {
      const auto own = static_cast<int32_t>(numbers.size());
      const auto line = std::ranges::find(read.lines, own) - read.lines.begin() + 1;
      throw InputError(
          none_has_label(source, name) + "; bring some that have it, or leave its lines out",
          line_place(input.name(), line));
    }
    numbers.push_back(static_cast<int32_t>(known - labels.begin()));
  }
  for (int32_t& label : read.lines) {
    if (label != kUnknownLabel) label = numbers[static_cast<size_t>(label)];
  }
  return read;
}

}  // namespace

TokenBatch read_held_out(const RereadableInput& input, const TextSource& source,
                         const std::vector<Label>& labels, const LineEncoder& encoder,
                         int32_t max_length, std::string& print) {
  const auto text = [&] { return CorpusLines(input, source.bad_text, sentence_column(source)); };
  CorpusOptions lengths = source.lengths;
  lengths.max_length = max_length;
  CorpusLines lines = text();
  EncodedCorpus read = read_corpus(lines, encoder, lengths);
  if (source.label_column != 0) {
    CorpusLines again = text();
    const auto of_lines =
        match_labels(again, known_labels(input, source, labels), input.name(), source.unlabelled);
    for (const int64_t line : read.lines) read.sentences.labels.push_back(of_lines[line]);
  }
  print = fingerprint(*input.open(), input.name());  // after it: an endless input has no end
  return std::move(read.sentences);
}

}  // namespace lingan
