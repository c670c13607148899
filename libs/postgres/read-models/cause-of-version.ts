/** Why a version of `response` came to be: answers that came after the closing day are told apart. */
export const causeOfVersion = `case
        when response.late and response.cause in ('submission', 'import') and response.status = 'submitted'
          then 'late-submission'
        else response.cause
      end`;
