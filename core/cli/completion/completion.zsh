#compdef chitty
# zsh completion for chitty: put it as _chitty into a folder of $fpath, or source it after compinit
_chitty() {
    local line word program=${(Q)words[1]}
    local -a found
    integer files=0
    while IFS= read -r line; do
        if [[ $line == :files ]]; then
            files=1
        else
            word=${line%%$'\t'*}
            found+=("${word//:/\\:}:${line#*$'\t'}")
        fi
    done < <("${program/#\~\//$HOME/}" completion suggest -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)

    if (( files )); then
        [[ $PREFIX == --*=* ]] && compset -P '--*='
        _files
    fi
    # Words keep their order; choices match whatever their case.
    (( $#found )) && _describe -V 'chitty' found -M 'm:{a-zA-Z}={A-Za-z}'
}
if [[ $funcstack[1] == _chitty ]]; then
    _chitty "$@"
else
    compdef _chitty chitty
fi
