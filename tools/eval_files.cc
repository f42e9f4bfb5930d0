#include "tools/eval_files.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <span>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/base/input.h>
#include <lingan/metrics/evaluation_text.h>
#include <lingan/metrics/json_line.h>

#include "tools/distinct_files.h"

namespace lingan::tools {
namespace {

using Lines = std::vector<std::string>;

constexpr size_t kBlock = 1 << 14;  // lines

metrics::LineFormat format_of(const EvalOptions& options, const std::string& path) {
  const bool json = options.input_format.empty() ? metrics::names_json_lines(path)
                                                 : options.input_format == "jsonl";
  return json ? metrics::LineFormat::kJson : metrics::LineFormat::kText;
}

Lines read_lines(const EvalOptions& options, const std::string& path) {
  return metrics::read_evaluation_lines(path, parse_bad_text(options.bad_text),
                                        format_of(options, path));
}

[[noreturn]] void refuse_lengths(size_t hypotheses, size_t references, const std::string& path) {
  throw InputError(fmt::format("protocol paired: {} hypotheses but {} references; they must have "
                               "one line each",
                               hypotheses, references),
                   input_name(path));
}

/// The files of one system, read line by line together.
class PairedFiles {
 public:
  explicit PairedFiles(const EvalOptions& options) : names_(options.references) {
    names_.insert(names_.begin(), options.hypotheses.front());
    for (const std::string& path : names_) {
      files_.push_back(std::make_unique<metrics::EvaluationLines>(
          path, parse_bad_text(options.bad_text), format_of(options, path)));
    }
  }

  std::optional<metrics::EvaluationTexts> next_block() {
    std::vector<Lines> blocks;
    for (auto& file : files_) blocks.push_back(read(*file, kBlock));
    for (size_t i = 1; i < blocks.size(); ++i) require_as_many(blocks, i);
    lines_ += blocks[0].size();
    if (lines_ == 0) throw InputError("no sentence in it to measure", input_name(names_[0]));
    if (blocks[0].empty()) return std::nullopt;
    metrics::EvaluationTexts texts{.hypotheses = std::move(blocks[0])};
    if (blocks.size() == 1) return texts;
    texts.references.emplace();
    texts.reference_sets = static_cast<int64_t>(blocks.size()) - 1;
    for (size_t i = 1; i < blocks.size(); ++i) {
      std::ranges::move(blocks[i], std::back_inserter(*texts.references));
    }
    return texts;
  }

 private:
  static Lines read(metrics::EvaluationLines& file, size_t maximum) {
    Lines lines;
    while (lines.size() < maximum) {
      auto line = file.next();
      if (!line) break;
      lines.push_back(std::move(*line));
    }
    return lines;
  }

  // Where one ends before the other, reads both to their ends, to say how long they are.
  void require_as_many(const std::vector<Lines>& blocks, size_t references) {
    if (blocks[0].size() == blocks[references].size()) return;
    const auto length = [&](size_t file) {
      size_t lines = lines_ + blocks[file].size();
      while (files_[file]->next()) ++lines;
      return lines;
    };
    refuse_lengths(length(0), length(references), names_[references]);
  }

  std::vector<std::string> names_;  // the hypotheses', then those of the references
  std::vector<std::unique_ptr<metrics::EvaluationLines>> files_;
  size_t lines_ = 0;
};

Lines read_hypotheses(const EvalOptions& options, const std::string& path) {
  Lines lines = read_lines(options, path);
  if (lines.empty()) throw InputError("no sentence in it to measure", input_name(path));
  return lines;
}

/// @param size  of the hypotheses.
Lines read_references(const EvalOptions& options, size_t size) {
  Lines all;
  for (const std::string& path : options.references) {
    Lines lines = read_lines(options, path);
    if (lines.empty()) throw InputError("no sentence in it to compare with", input_name(path));
    if (is_paired(options) && lines.size() != size) refuse_lengths(size, lines.size(), path);
    std::ranges::move(lines, std::back_inserter(all));
  }
  return all;
}

}  // namespace

bool is_paired(const EvalOptions& options) {
  const auto* protocol = card_named(metrics::protocols(), options.protocol);
  return protocol && protocol->paired;
}

void require_distinct_files(const EvalOptions& options) {
  std::vector<NamedFile> files;
  for (const auto& name : options.hypotheses) files.push_back({"--hypotheses", name});
  for (const auto& name : options.references) files.push_back({"--references", name});
  files.push_back({"--train", options.training});
  files.push_back({"--grammar", options.grammar});
  files.push_back({"--hypothesis-vectors", options.hypothesis_vectors});
  files.push_back({"--reference-vectors", options.reference_vectors});
  files.push_back({"--tokenizer", options.tokenizer});
  require_distinct(files);
}

metrics::TextBlocks paired_blocks(const EvalOptions& options) {
  return [files = std::make_shared<PairedFiles>(options)] { return files->next_block(); };
}

std::vector<metrics::EvaluationTexts> read_systems(const EvalOptions& options) {
  std::vector<metrics::EvaluationTexts> systems;
  for (const std::string& path : options.hypotheses) {
    systems.push_back({.hypotheses = read_hypotheses(options, path)});
  }
  if (systems.empty()) systems.emplace_back();  // vectors come without text
  metrics::EvaluationTexts& first = systems.front();
  if (!options.references.empty()) {
    first.references = read_references(options, first.hypotheses.size());
    first.reference_sets = static_cast<int64_t>(options.references.size());
  }
  if (!options.training.empty()) first.training = read_lines(options, options.training);
  for (metrics::EvaluationTexts& system : std::span(systems).subspan(1)) {
    system.references = first.references;
    system.reference_sets = first.reference_sets;
  }
  return systems;
}

}  // namespace lingan::tools
