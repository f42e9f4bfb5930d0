/// What a generator does with the sources of sentences: by itself it reads none.
#include <utility>

#include <lingan/base/error.h>
#include <lingan/model/generators/generator.h>
#include <lingan/model/generators/source_encoder.h>

namespace lingan {

void Generator::check_sources(const GeneratorOptions& options) {
  const bool has_sources = options.sources != nullptr && !options.sources->sampled.empty();
  if (options.source == "none" || has_sources) return;
  throw UsageError("generator.source = \"" + options.source +
                   "\": the sentences have no sources; name a file of them (`sources`), or set it "
                   "to \"none\"");
}

void Generator::set_sources(std::shared_ptr<const SourceTable> sources) {
  options_.sources = std::move(sources);
  check_sources(options_);
  source_encoder_->take(options_.sources);
}

std::vector<torch::Tensor> Generator::first_state(int64_t rows,
                                                  const torch::Tensor& sources) const {
  if (!reads_sources()) return initial_state(rows);
  if (sources.defined()) return initial_state(source_encoder_->codes(embedding_, sources));
  throw UsageError("generator.source = \"" + options_.source + "\": the sentences have no sources");
}

}  // namespace lingan
