/// The library's functions, as the table lists them.
#pragma once

#include <exception>
#include <string>

#include <lingan/base/error.h>
#include <lingan/engine/cuda/table.h>

namespace lingan::engine::cuda {

/// What went wrong last in the calling thread.
std::string& last_error();

/// Runs a function's body; an exception becomes a status and last_error().
template <class Body>
CudaStatus guarded(const Body& body) {
  try {
    body();
    return kOk;
  } catch (const NumericError& error) {
    last_error() = error.what();
    return kDiverged;
  } catch (const std::exception& error) {
    last_error() = error.what();
    return kFailed;
  }
}

CudaStatus network_create(const NetworkWeights*, Network**);
void network_destroy(Network*);
CudaStatus network_weights(const Network*, const NetworkWeights*);
CudaStatus sample(Network*, const SampleJob*);
CudaStatus score(Network*, const ScoreJob*);
CudaStatus complete(Network*, const CompleteJob*);
CudaStatus encoder_create(const EncoderModel*, Encoder**);
void encoder_destroy(Encoder*);
CudaStatus encode(Encoder*, const EncodeJob*);
CudaStatus token_window_features(const TokenWindowJob*);
CudaStatus match_ngrams(const NgramJob*);
CudaStatus cross_entropy(const CrossEntropyJob*);
CudaStatus max_over_time_forward(const MaxOverTimeJob*);
CudaStatus max_over_time_backward(const MaxOverTimeJob*);
CudaStatus gumbel_noise(const GumbelJob*);

}  // namespace lingan::engine::cuda
