# bash completion for chitty: source it, or put it into ~/.local/share/bash-completion/completions/chitty
_chitty() {
    local cur cword line
    local -a words
    COMPREPLY=()
    if declare -F _get_comp_words_by_ref >/dev/null; then
        _get_comp_words_by_ref -n "=:" cur words cword # --entity=PE is one word here
    else
        words=("${COMP_WORDS[@]}") cword=$COMP_CWORD cur=${COMP_WORDS[COMP_CWORD]}
    fi

    # What readline takes for finished: all up to the last = or : in the word.
    local head=
    [[ $COMP_WORDBREAKS == *=* && $cur == *=* ]] && head=${cur%"${cur##*=}"}
    [[ $COMP_WORDBREAKS == *:* && $cur == *:* ]] && head=${cur%"${cur##*[=:]}"}

    local program=${words[0]/#\~\//$HOME/}
    while IFS= read -r line; do
        if [[ $line == :files ]]; then
            compopt -o filenames 2>/dev/null
            local part=$cur
            [[ $part == --*=* ]] && part=${part#*=}
            while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$part")
        else
            line=${line%%$'\t'*}
            # A value may hold blanks or quotes: as bash would have to be given it. What is typed already stays unquoted.
            printf -v line %q "${line#"$head"}"
            COMPREPLY+=("$line")
        fi
    done < <("$program" completion suggest -- "${words[@]:1:cword}" 2>/dev/null)
}
complete -o nosort -F _chitty chitty
