/// SentencePiece encoding of lines in memory: lingan and SentencePiece's own library in one
/// process.
///
/// Usage: bench_tokenize MODEL TEXT [REPETITIONS]. Checks that both give the same ids for every
/// line before it times. Prints JSON on stdout: bytes, lines, ids and a checksum of them, and
/// seconds (medians) of the library on one thread and of lingan on one and two, each time with
/// empty caches; `copy_s` is the time to copy as many bytes.
#include <sentencepiece_processor.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include <lingan/base/file.h>
#include <lingan/base/parallel.h>
#include <lingan/text/subword/sentencepiece_model.h>
#include <lingan/text/subword/subword_encoder.h>
#include <lingan/text/tokenizer/tokenizer.h>

namespace {

using Lines = std::vector<std::string_view>;

constexpr int64_t kLinesPerTask = 1024;

Lines split_lines(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

/// The ids of the lines of each task, one after the other, and where each line's end.
struct Encoded {
  std::vector<int32_t> ids;
  std::vector<size_t> ends;
};

std::vector<Encoded> encode(const lingan::Tokenizer& tokenizer, const Lines& lines) {
  const auto count = static_cast<int64_t>(lines.size());
  std::vector<Encoded> tasks(static_cast<size_t>((count + kLinesPerTask - 1) / kLinesPerTask));
  lingan::parallel_for(count, kLinesPerTask, [&](int64_t begin, int64_t end) {
    // Grown by earlier tasks, and no neighbour of another thread's: so neither growing nor cache
    // lines that two threads write to are timed.
    thread_local Encoded buffer;
    buffer.ids.clear();
    buffer.ends.clear();
    for (int64_t i = begin; i < end; ++i) {
      tokenizer.append_ids(lines[static_cast<size_t>(i)], buffer.ids);
      buffer.ends.push_back(buffer.ids.size());
    }
    tasks[static_cast<size_t>(begin / kLinesPerTask)] = buffer;
  });
  return tasks;
}

double seconds_of(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

/// Median time of `work`, each time with a tokenizer that has encoded nothing yet.
double time_ours(const std::string& model, const Lines& lines, int threads, int repetitions) {
  lingan::set_thread_count(threads);
  std::vector<double> seconds;
  for (int i = 0; i < repetitions; ++i) {
    const auto tokenizer = lingan::load_tokenizer_bytes(model, "model");
    seconds.push_back(seconds_of([&] { encode(*tokenizer, lines); }));
  }
  return median(seconds);
}

double time_library(const sentencepiece::SentencePieceProcessor& library, const Lines& lines,
                    int repetitions) {
  std::vector<double> seconds;
  for (int i = 0; i < repetitions; ++i) {
    seconds.push_back(seconds_of([&] {
      std::vector<int> ids;
      for (const auto line : lines) (void)library.Encode(line, &ids);
    }));
  }
  return median(seconds);
}

/// The best rate of copying, read and written bytes counted.
double copy_bytes_per_second() {
  const std::vector<char> from(size_t{256} << 20, 1);
  std::vector<char> to(from.size());
  double best = 0;
  for (int i = 0; i < 5; ++i) {
    const double seconds = seconds_of([&] { std::memcpy(to.data(), from.data(), from.size()); });
    best = std::max(best, 2.0 * static_cast<double>(from.size()) / seconds);
  }
  return best;
}

/// How many ids there are, and the CRC-32 of all as little-endian 32-bit numbers (as zlib has it).
struct Checksum {
  uint64_t ids = 0;
  uint32_t crc = ~0u;

  void add(int32_t id) {
    ++ids;
    for (int shift = 0; shift < 32; shift += 8) {
      crc ^= static_cast<uint32_t>(id) >> shift & 0xFF;
      for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0);
    }
  }
};

/// Compares every line's ids; exits if any differ.
Checksum check(const sentencepiece::SentencePieceProcessor& library, const std::string& model,
               const Lines& lines) {
  const auto tokenizer = lingan::load_tokenizer_bytes(model, "model");
  Checksum sum;
  std::vector<int> expected;
  for (size_t i = 0; i < lines.size(); ++i) {
    const auto ids = tokenizer->encode(lines[i]);
    if (!library.Encode(lines[i], &expected).ok() || ids != expected) {
      std::fprintf(stderr, "line %zu: ids differ from SentencePiece's\n", i + 1);
      std::exit(1);
    }
    for (const int32_t id : ids) sum.add(id);
  }
  return sum;
}

/// The ids as a library gives them that rounds sums before it compares them (0.2.3).
Checksum encode_rounding_first(const std::string& bytes, const Lines& lines) {
  const std::string kind(lingan::load_tokenizer_bytes(bytes, "model")->kind());
  const lingan::SubwordModel model(kind, lingan::read_sentencepiece_model(bytes), true);
  lingan::SubwordEncoder encoder(model);
  lingan::IdBuffer ids;
  Checksum sum;
  for (const auto line : lines) {
    ids.truncate(0);
    encoder.encode(line, ids);
    for (size_t i = 0; i < ids.size(); ++i) sum.add(ids.data()[i]);
  }
  return sum;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: bench_tokenize MODEL TEXT [REPETITIONS]\n");
    return 2;
  }
  try {
    const std::string model = lingan::read_file(argv[1]);
    const std::string text = lingan::read_file(argv[2]);
    const int repetitions = argc > 3 ? std::atoi(argv[3]) : 5;
    const Lines lines = split_lines(text);
    sentencepiece::SentencePieceProcessor library;
    if (!library.LoadFromSerializedProto(model).ok()) {
      std::fprintf(stderr, "%s: no SentencePiece model\n", argv[1]);
      return 1;
    }
    const Checksum sum = check(library, model, lines);
    nlohmann::ordered_json report = {
        {"bytes", text.size()}, {"lines", lines.size()}, {"ids", sum.ids}, {"crc", ~sum.crc}};
    report["crc_rounding_first"] = ~encode_rounding_first(model, lines).crc;
    report["library_s"] = time_library(library, lines, std::max(1, repetitions / 3));
    report["seconds"] = time_ours(model, lines, 1, repetitions);
    report["two_threads_s"] = time_ours(model, lines, 2, repetitions);
    report["copy_bytes_per_s"] = copy_bytes_per_second();
    std::printf("%s\n", report.dump().c_str());
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench_tokenize: %s\n", error.what());
    return 1;
  }
}
