#include <lingan/gan/training/posterior_samples.h>

#include <lingan/base/error.h>
#include <lingan/engine/rollouts/mixture_likelihood.h>
#include <lingan/gan/training/likelihood_loss.h>
#include <lingan/metrics/significance/mean_deviation.h>
#include <lingan/model/compute_device.h>

namespace lingan {
namespace {

const std::string kPrefix = "posterior.";

std::string sample_name(size_t number) { return "sample_" + std::to_string(number + 1) + "."; }

}  // namespace

void PosteriorSamples::take(const Generator& generator) {
  if (kept_ == 0) return;
  if (static_cast<int64_t>(samples_.size()) == kept_) samples_.erase(samples_.begin());
  auto& sample = samples_.emplace_back();
  for (const auto& parameter : generator.named_parameters()) {
    sample[parameter.key()] = parameter.value().detach().clone();
  }
}

std::map<std::string, double> PosteriorSamples::figures(const Generator& like,
                                                        const TokenBatch& held_out,
                                                        const SpecialTokens& specials) const {
  if (samples_.size() < 2) return {};
  std::vector<std::vector<float>> of_samples;
  std::vector<double> own;
  for (const auto& generator : generators_of_samples(file(), like.options())) {
    of_samples.push_back(generator->rollouts(specials)->log_probabilities(held_out));
    own.push_back(mean_nll(of_samples.back(), held_out));
  }
  const auto of_mixture = engine::mixture_log_probabilities(held_out, of_samples);
  return {{"nll-posterior", mean_nll(of_mixture, held_out)},
          {"nll-posterior-deviation", metrics::mean_deviation(own).deviation}};
}

TensorFile PosteriorSamples::file() const {
  TensorFile file;
  for (size_t i = 0; i < samples_.size(); ++i) {
    for (const auto& [name, tensor] : samples_[i]) file.tensors[sample_name(i) + name] = tensor;
  }
  return file;
}

void PosteriorSamples::save(TensorFile& file) const {
  for (const auto& [name, tensor] : this->file().tensors) file.tensors[kPrefix + name] = tensor;
}

void PosteriorSamples::restore(const TensorFile& file) {
  samples_.clear();
  const TensorFile all{tensors_under(file, kPrefix), {}};
  for (size_t i = 0;; ++i) {
    auto sample = tensors_under(all, sample_name(i));
    if (sample.empty()) return;
    for (auto& [name, tensor] : sample) tensor = tensor.to(compute_device());
    samples_.push_back(std::move(sample));
  }
}

std::vector<std::shared_ptr<Generator>> generators_of_samples(const TensorFile& file,
                                                              const GeneratorOptions& options) {
  std::vector<std::shared_ptr<Generator>> generators;
  for (size_t i = 0;; ++i) {
    const TensorFile sample{tensors_under(file, sample_name(i)), {}};
    if (sample.tensors.empty()) break;
    auto& generator = generators.emplace_back(make_generator(options, {}));
    restore_tensors(*generator, "", sample);
    generator->to(compute_device());
    generator->eval();
  }
  if (generators.empty()) throw InputError("no sample of weights in it");
  return generators;
}

}  // namespace lingan
